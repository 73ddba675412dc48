package dev.weir.core;

import dev.weir.Limit;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that is known about one key under one policy: a counter per limit, and the block. An immutable value;
 * {@link StateCodec} gives its text form.
 *
 * @param version how often the state has been swapped; it only grows, also when the key is reset
 * @param mark the latest time that changed the state; decisions are never made for an earlier one
 * @param block whether and how long the key is refused whatever its limits say
 * @param counters what each limit has counted
 */
public record State(long version, long mark, Block block, List<Counter> counters) {

    /** Nothing is known: the key has used nothing. */
    public static final State EMPTY = new State(0, 0, Block.NONE, List.of());

    public State {
        counters = List.copyOf(counters);
    }

    /** The state that follows this one. */
    State next(long nowMillis, Block block, List<Counter> counters) {
        return new State(version + 1, Math.max(mark, nowMillis), block, counters);
    }

    /** The counter of each limit. */
    List<Counter> countersOf(List<Limit> limits, Algorithm algorithm, long nowMillis) {
        List<Counter> all = new ArrayList<>(limits.size());
        for (Limit limit : limits) {
            all.add(counterOf(limit, algorithm, nowMillis));
        }
        return all;
    }

    /**
     * The counter of {@code limit}. A limit that is not known here goes on with the largest count that is, as if that had been
     * used when the state was last changed.
     */
    private Counter counterOf(Limit limit, Algorithm algorithm, long nowMillis) {
        long carried = 0;
        for (Counter counter : counters) {
            if (counter.algorithm() == algorithm && counter.windowMillis() == limit.windowMillis()) {
                return counter;
            }
            carried = Math.max(carried, counter.used(limit, nowMillis));
        }
        Counter unused = algorithm.unused(limit);
        return carried == 0 ? unused : unused.charge(limit, Math.min(carried, limit.burst()), mark);
    }

    /** The state after the key was forgotten: a higher version, so that no instance takes an older one for newer. */
    public State reset(long nowMillis) {
        return next(nowMillis, Block.NONE, List.of());
    }
}
