package dev.weir.it.whole;

import dev.weir.Decision;
import dev.weir.Limit;
import dev.weir.RateLimitExceededException;
import dev.weir.Source;
import java.time.Duration;
import java.util.Optional;

/** The decision about a call that has to wait for a minute, as an application without CDI would make one. */
public record RefusedCall() implements Decision {

    /** What a bean throws in place of the call. */
    public static RateLimitExceededException exception() {
        return new RateLimitExceededException(new RefusedCall());
    }

    @Override
    public boolean allowed() {
        return false;
    }

    @Override
    public String policy() {
        return "call";
    }

    @Override
    public Optional<Limit> limit() {
        return Optional.empty();
    }

    @Override
    public long remaining() {
        return 0;
    }

    @Override
    public Duration resetAfter() {
        return Duration.ofMinutes(1);
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(Duration.ofMinutes(1));
    }

    @Override
    public Source source() {
        return Source.LOCAL;
    }

    @Override
    public boolean blocked() {
        return false;
    }

    @Override
    public boolean unavailable() {
        return false;
    }
}
