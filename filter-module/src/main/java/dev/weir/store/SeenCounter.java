package dev.weir.store;

import dev.weir.core.State;
import dev.weir.core.StateCodec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this instance has seen of a counter in the grid, and done to it. Kept as the bytes of the grid's text, which take less
 * than what they stand for. Safe for use by many threads.
 */
abstract class SeenCounter extends Shortcut {

    // all of it is guarded by this object
    /** What the grid was seen to hold, null for no entry. */
    private byte @Nullable [] text;
    /** What that stands for, unless it is just what it says. */
    private @Nullable Meaning meaning;

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
     * @param isLost whether the grid held that before, and lost it: it has to be put back
     */
    record Seen(@Nullable String text, State state, boolean isLost) {}

    private record Meaning(State state, boolean isLost) {}

    /** The last state of the grid that this instance saw. */
    @Override
    final State known() {
        return seen().state;
    }

    final synchronized Seen seen() {
        String held = text == null ? null : new String(text, StandardCharsets.UTF_8);
        if (meaning != null) {
            return new Seen(held, meaning.state, meaning.isLost);
        }
        return new Seen(
                held, held == null ? State.EMPTY : StateCodec.decode(held).orElseThrow(), false);
    }

    /** The grid holds {@code held}, which is what it says. */
    final synchronized void see(@Nullable String held) {
        text = held == null ? null : held.getBytes(StandardCharsets.UTF_8);
        meaning = null;
    }

    /** The grid holds {@code held}, which stands for something else. */
    final synchronized void see(@Nullable String held, State standsFor, boolean isLost) {
        see(held);
        meaning = new Meaning(standsFor, isLost);
    }

    /** This instance decided for itself: {@code denial}, unless it admitted. A lease says more than that. */
    final synchronized void rememberOwn(Optional<Denial> denial) {
        if (!hasLease()) {
            remember(Optional.empty(), denial);
        }
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

    /** The counter was reset: nothing that was charged before is of interest. */
    final synchronized void forgetCharged() {
        chargedBefore = 0;
        chargedRecently = 0;
    }

    final synchronized long chargedSince(int span) {
        long before = span == recentSpan ? chargedBefore : 0;
        return span - recentSpan <= 1 ? before + chargedRecently : 0;
    }
}
