package dev.weir;

import java.util.Map;
import java.util.Optional;

/**
 * Permits that were charged before it was known how many are needed. Made by {@link RateLimiter#reserve}; ends once, by
 * the first of {@link #settle}, {@link #cancel}, {@link #close} and the end of its time, after which the others do
 * nothing. Safe for use by many threads.
 *
 * <pre>
 * try (Reservation hold = limiter.reserve("tokens", key, 500, Duration.ofMinutes(2))) {
 *     if (!hold.allowed()) {
 *         throw new RateLimitExceededException(hold.refusal().orElseThrow());
 *     }
 *     Answer answer = model.ask(question);
 *     hold.settle(answer.tokens());
 * }
 * </pre>
 *
 * <p>What was reserved is in use from the beginning, on all instances. If the time ends first, or the instance does, it
 * stays in use as an acquire of as many permits does.
 */
public interface Reservation extends AutoCloseable {

    /**
     * Permits to reserve of one key under one policy.
     *
     * @param permits 1 or more
     */
    record Part(String policy, Key key, long permits) {

        /** @throws IllegalArgumentException if {@code permits} is below 1 */
        public Part {
            if (permits < 1) {
                throw new IllegalArgumentException("permits must be >= 1, was " + permits);
            }
        }
    }

    /** Whether all parts were charged; otherwise none was, and there is nothing to end. */
    default boolean allowed() {
        return refusal().isEmpty();
    }

    /** The decision that refused the reservation: of several the one that takes longest. */
    Optional<Decision> refusal();

    /**
     * Ends the reservation with {@code permits} in use of every part. What was reserved beyond that is free again at
     * once; what was not reserved is charged too, whether or not the limit has it, but at most one window's permits.
     *
     * @param permits 0 or more
     * @return whether this ended it; false if it was refused or had ended before
     * @throws IllegalArgumentException if {@code permits} is below 0
     */
    boolean settle(long permits);

    /**
     * Does the same with a number of permits for each policy. Parts of policies that {@code used} does not name stay in
     * use as they were reserved.
     *
     * @throws IllegalArgumentException if a number is below 0, or if no part is of that policy
     */
    boolean settle(Map<String, Long> used);

    /**
     * Ends the reservation with nothing in use.
     *
     * @return whether this ended it
     */
    boolean cancel();

    /** Cancels the reservation, unless it has ended. */
    @Override
    default void close() {
        boolean unused = cancel();
    }
}
