package dev.weir.engine;

import dev.weir.Decision;
import dev.weir.Limit;
import dev.weir.Source;
import java.time.Duration;
import java.util.Optional;

/**
 * A refusal that no limit of permits is about: of a principal who would be one too many of a tenant today, of a request
 * that would be one too many in progress, or of a reservation that would be one too many. Immutable.
 *
 * @param ofPolicy the name of the policy that refuses
 * @param suffix what follows that name where the refusal is told
 * @param unavailable whether the cluster does not answer, and the fallback of the policy refuses
 * @param after the time after which to try again
 */
public record OtherRefusal(String ofPolicy, String suffix, boolean unavailable, Source source, Duration after)
        implements Decision {

    /** The time after which a cluster that does not answer is tried again, or a slot that is in use. */
    public static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    @Override
    public boolean allowed() {
        return false;
    }

    @Override
    public String policy() {
        return ofPolicy + suffix;
    }

    @Override
    public Optional<Limit> limit() {
        return Optional.empty();
    }

    @Override
    public long remaining() {
        return Long.MAX_VALUE;
    }

    @Override
    public Duration resetAfter() {
        return Duration.ZERO;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(after);
    }

    @Override
    public boolean blocked() {
        return false;
    }
}
