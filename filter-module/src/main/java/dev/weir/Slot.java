package dev.weir;

import java.util.Optional;

/**
 * The right to work at the same time as others of one key, made by {@link RateLimiter#slot}. It is held until it is
 * closed; there is no time after which it would end by itself, except that the slots of an instance that dies are free
 * within 30 seconds. Safe for use by many threads.
 *
 * <pre>
 * try (Slot slot = limiter.slot("exports", key)) {
 *     if (!slot.allowed()) {
 *         throw new RateLimitExceededException(slot.refusal().orElseThrow());
 *     }
 *     export();
 * }
 * </pre>
 */
public interface Slot extends AutoCloseable {

    /** Whether the work may begin: a slot is held, or the policy does not enforce its concurrency at present. */
    default boolean allowed() {
        return refusal().isEmpty();
    }

    /**
     * Why there is no slot; its {@link Decision#policy} is the name of the policy with {@code -concurrency}, or the
     * policy's own if an operator has blocked the key.
     */
    Optional<Decision> refusal();

    /** Frees the slot, the first time it is called. Never waits, and never throws. */
    @Override
    void close();
}
