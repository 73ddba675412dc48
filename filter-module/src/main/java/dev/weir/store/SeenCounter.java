package dev.weir.store;

import dev.weir.core.State;
import dev.weir.core.StateCodec;
import org.jspecify.annotations.Nullable;

/**
 * What this instance has seen of a counter in the grid, and done to it. Kept as the text of the grid, which takes less than what
 * it stands for. Safe for use by many threads.
 */
abstract class SeenCounter extends Shortcut {

    // all of it is guarded by this object
    /** What the grid was seen to hold, null for no entry. */
    private @Nullable String text;
    /** What that stands for, unless it is just what it says. */
    private @Nullable State meaning;

    /** The grid has lost what {@link #meaning} says: it has to be put back. */
    private boolean lost;

    // what this instance charged the grid of late
    private int recentSpan;
    private int chargedRecently;
    private int chargedBefore;

    SeenCounter(CounterId id) {
        super(id);
    }

    /**
     * What the grid was seen to hold, and what it stands for.
     *
     * @param isLost whether the grid held that before, and lost it
     */
    record Seen(@Nullable String text, State state, boolean isLost) {}

    /** The last state of the grid that this instance saw. */
    @Override
    final State known() {
        return seen().state;
    }

    final synchronized Seen seen() {
        State state = meaning;
        if (state == null) {
            String held = text;
            state = held == null ? State.EMPTY : StateCodec.decode(held).orElseThrow();
        }
        return new Seen(text, state, lost);
    }

    final synchronized Seen see(@Nullable String held, @Nullable State standsFor, boolean wasLost) {
        text = held;
        meaning = standsFor;
        lost = wasLost;
        return seen();
    }

    /** Whether nothing was ever seen of this counter in the grid. */
    final synchronized boolean isUnknown() {
        return text == null;
    }

    /** The grid was charged {@code permits}, or given back. Remembered for {@code span}, which counts up, and for the next one. */
    final synchronized void charged(long permits, int span) {
        if (span != recentSpan) {
            chargedBefore = span - 1 == recentSpan ? chargedRecently : 0;
            chargedRecently = 0;
            recentSpan = span;
        }
        long sum = Math.max(0, chargedRecently + Math.min(permits, Integer.MAX_VALUE));
        chargedRecently = (int) Math.min(sum, Integer.MAX_VALUE);
    }

    final synchronized long chargedSince(int span) {
        long before = span == recentSpan ? chargedBefore : 0;
        return span - recentSpan <= 1 ? before + chargedRecently : 0;
    }
}
