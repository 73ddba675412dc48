package dev.weir.reply;

import dev.weir.Decision;
import dev.weir.Limit;
import dev.weir.Source;
import dev.weir.config.PolicySettings;
import dev.weir.store.Rosters;
import java.time.Duration;
import java.util.Optional;

/**
 * The refusal of a principal who would be one too many of a tenant today. No limit of permits is about that. Immutable.
 *
 * @param ofPolicy the name of the policy that says how many a tenant may have
 * @param answer why the principal is not admitted
 * @param after the time after which to try again
 */
public record MemberRefusal(String ofPolicy, Rosters.Answer answer, Source source, Duration after) implements Decision {

    /** The policy whose members {@code name} refuses; empty if it is no such name. */
    public static Optional<String> policyOf(String name) {
        return name.endsWith(PolicySettings.MEMBERS)
                ? Optional.of(name.substring(0, name.length() - PolicySettings.MEMBERS.length()))
                : Optional.empty();
    }

    @Override
    public boolean allowed() {
        return false;
    }

    @Override
    public String policy() {
        return ofPolicy + PolicySettings.MEMBERS;
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

    @Override
    public boolean unavailable() {
        return answer == Rosters.Answer.UNKNOWN;
    }
}
