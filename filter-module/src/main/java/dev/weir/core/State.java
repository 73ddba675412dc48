package dev.weir.core;

import dev.weir.Limit;
import java.util.ArrayList;
import java.util.List;

/**
 * The complete state of one key under one policy: a counter per limit, and the block. An immutable value;
 * {@link StateCodec} gives its text form.
 *
 * @param version the number of swaps of the state; it only grows, also when the key is reset
 * @param mark the time of the latest change of the state; decisions are never made for an earlier time
 * @param block whether and until when the key is refused regardless of its limits, and what counts for the next block
 * @param counters the count of each limit, with the permits of all leases
 * @param leases permits that instances took in advance and have not settled yet
 */
public record State(long version, long mark, Block block, List<Counter> counters, List<OutstandingLease> leases) {

    /** The state of a key that has used nothing. */
    public static final State EMPTY = new State(0, 0, Block.NONE, List.of(), List.of());

    public State {
        counters = List.copyOf(counters);
        leases = List.copyOf(leases);
    }

    /** The state of a key that has used nothing, and is blocked until then. */
    public static State blockedUntil(long untilMillis) {
        return new State(0, 0, Block.until(untilMillis), List.of(), List.of());
    }

    /** The state that follows this one. */
    State next(long nowMillis, Block block, List<Counter> counters, List<OutstandingLease> leases) {
        return new State(version + 1, Math.max(mark, nowMillis), block, counters, leases);
    }

    /** The state that follows this one, with the same leases. */
    State next(long nowMillis, Block block, List<Counter> counters) {
        return next(nowMillis, block, counters, leases);
    }

    /** The counter of each limit. */
    List<Counter> countersOf(List<Limit> limits, Policy policy, long nowMillis) {
        List<Counter> all = new ArrayList<>(limits.size());
        for (Limit limit : limits) {
            all.add(counterOf(limit, policy.algorithmOf(limit), nowMillis));
        }
        return all;
    }

    /**
     * The counter of {@code limit}. A limit that is new to this state starts from the largest count of the existing
     * counters, as if that had been used at the last change of the state.
     */
    private Counter counterOf(Limit limit, Algorithm algorithm, long nowMillis) {
        long carried = 0;
        boolean isExact = false;
        for (Counter counter : counters) {
            if (counter.counts(limit, algorithm)) {
                return counter;
            }
            carried = Math.max(carried, carried(counter, limit, algorithm, nowMillis));
            isExact |= counter.algorithm() == Algorithm.SLIDING_LOG;
        }
        Counter unused = algorithm.unused(limit);
        // a window is empty again when it has passed, however much is used; less than all would be free again too early
        // when what is left of a lease is given back. A bucket would take longer to drain; but of what a log has, it
        // has to, because a bucket that is smaller than its permits refills most of them within the window
        long most = algorithm.refillsContinuously() && !isExact ? Math.min(carried, limit.burst()) : carried;
        return carried == 0 ? unused : unused.charge(limit, most, mark);
    }

    /** A bucket does not know what was used within a window: where a log goes on from it, that can be all. */
    private static long carried(Counter counter, Limit limit, Algorithm to, long nowMillis) {
        boolean isUnknown = to == Algorithm.SLIDING_LOG && counter.algorithm().refillsContinuously();
        return isUnknown ? limit.permits() : counter.used(limit, nowMillis);
    }

    /**
     * The state after the key was unblocked: its counts are as they were. The block counts as one that has ended now,
     * so that the next one is as long as it would have been. A key that is not blocked stays as it is.
     */
    State unblocked(long nowMillis) {
        long now = Math.max(mark, nowMillis);
        return block.isActive(now) ? next(now, block.ended(now), counters) : this;
    }

    /**
     * The state after a reset of the key. Its version is higher, so that no instance takes an older state for a newer
     * one.
     */
    public State reset(long nowMillis) {
        return next(nowMillis, Block.NONE, List.of(), List.of());
    }
}
