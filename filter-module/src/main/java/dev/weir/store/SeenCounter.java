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

    // what this instance charged the grid, by the spans of Reunion: there can be a million of these
    /** The last span in which it was charged, modulo 2^16: fits where the layout of the object has room. */
    private short recentSpan;

    private int chargedRecently;
    private int chargedBefore;
    private int chargedEarlier;

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

    /**
     * The grid was charged {@code permits}, or given back.
     *
     * @param span the present one; they count up. What is charged is remembered in it and in the next one
     * @param cut what was charged from this span on is remembered for longer; {@link Reunion#NEVER} if nothing is
     */
    final synchronized void charged(long permits, int span, int cut) {
        begin(span, cut);
        chargedRecently = sum(chargedRecently, permits);
    }

    /** The span {@code span} has begun, perhaps long ago. */
    private void begin(int span, int cut) {
        int ahead = (short) (span - recentSpan);
        if (ahead <= 0) {
            return;
        }
        int last = span - ahead;
        int earlier = last - 2 >= cut ? chargedEarlier : 0;
        earlier = last - 1 >= cut ? sum(earlier, chargedBefore) : earlier;
        chargedEarlier = ahead > 1 && last >= cut ? sum(earlier, chargedRecently) : earlier;
        chargedBefore = ahead == 1 ? chargedRecently : 0;
        chargedRecently = 0;
        recentSpan = (short) span;
    }

    private static int sum(int before, long permits) {
        return (int) Math.max(0, Math.min(before + Math.min(permits, Integer.MAX_VALUE), Integer.MAX_VALUE));
    }

    /** The counter was reset: nothing that was charged before is of interest. */
    final synchronized void forgetCharged() {
        chargedEarlier = 0;
        chargedBefore = 0;
        chargedRecently = 0;
    }

    /**
     * Permits that were charged from the span {@code from} on, which is before the present one.
     *
     * @param span the present one
     * @param cut as of {@link #charged}
     */
    final synchronized long chargedSince(int from, int span, int cut) {
        begin(span, cut);
        long sum = (long) chargedRecently + chargedBefore;
        return from < span - 1 ? sum + chargedEarlier : sum;
    }
}
