package dev.weir.store;

import dev.weir.Source;

/**
 * The slots of counters: how many requests of one key are in progress at once, over all instances. A slot is taken when
 * a request is admitted, and freed when its response has ended. Safe for use by many threads.
 *
 * <pre>
 * if (slots.take(id, 5, budget) instanceof Slots.Taken taken) {
 *     try {
 *         work();
 *     } finally {
 *         taken.slot().free();
 *     }
 * }
 * </pre>
 */
public interface Slots {

    /** What became of a request for a slot. */
    sealed interface Result {}

    /**
     * A slot was taken.
     *
     * @param slot has to be freed
     * @param source what decided
     */
    record Taken(Slot slot, Source source) implements Result {}

    /**
     * All slots are held, or all of this instance's share while the cluster does not answer.
     *
     * @param source what decided
     */
    record Full(Source source) implements Result {}

    /** The cluster does not answer, and the policy's fallback is {@code closed}. */
    record Unavailable() implements Result {}

    /** A slot that a request holds. Safe for use by many threads. */
    interface Slot {

        /** Frees the slot, the first time it is called. Never waits. Returns whether this call did. */
        boolean free();
    }

    /**
     * Takes a slot of {@code id}, unless {@code most} are held by all instances together. While the cluster does not
     * answer, the fallback of the policy of {@code id} decides.
     *
     * @param most how many may be held for one more to be taken, 1 or more
     * @param budget how long the caller can wait for the cluster, reduced by the time waited
     */
    Result take(CounterId id, int most, WaitBudget budget);

    /**
     * Whether this instance knows that {@link #take} would be refused, without asking the cluster. Never waits, and
     * takes nothing.
     */
    boolean isFull(CounterId id, int most);

    /** How many slots of {@code id} the requests of this instance hold. */
    int held(CounterId id);

    /** Opens what slots need, before the first request does. */
    void prepare();
}
