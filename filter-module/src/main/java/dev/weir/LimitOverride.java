package dev.weir;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What an operator has changed at run time, and why. Immutable.
 *
 * @param kind what is changed
 * @param policy the policy that it is about
 * @param key the key that it is about, as its counters are stored ({@code u:alice}, {@code 4:203.0.113.9}, or a digest
 *     with {@code ratelimit.keys.secret}); empty if it is about all keys of the policy
 * @param value the limits in the syntax of the configuration, or the name of the tier; empty for a block
 * @param since when it was made
 * @param until when it ends; empty if it holds until it is removed
 * @param by who made it
 * @param reason why, as the operator put it
 */
public record LimitOverride(
        Kind kind,
        String policy,
        Optional<String> key,
        String value,
        Instant since,
        Optional<Instant> until,
        String by,
        String reason) {

    /** What an override changes. */
    public enum Kind {
        /** The limits, in place of those of the configuration. */
        LIMIT,
        /** The tier of a key. */
        TIER,
        /** The key is refused, whatever its limits. */
        BLOCK
    }

    public LimitOverride {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
    }

    /** Whether it holds at {@code time}. */
    public boolean holdsAt(Instant time) {
        return until.isEmpty() || until.get().isAfter(time);
    }

    /** Names neither the key nor its owner: this text can be logged. */
    @Override
    public String toString() {
        return "LimitOverride[" + kind + " of " + policy + (key.isPresent() ? ", one key" : ", all keys") + "]";
    }
}
