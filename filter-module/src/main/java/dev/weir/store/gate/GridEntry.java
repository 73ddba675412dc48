package dev.weir.store.gate;

import dev.weir.core.State;
import dev.weir.core.StateCodec;
import org.jspecify.annotations.Nullable;

/**
 * What this instance has seen of one entry of the grid, and charged to it. There can be a million of these: the text is
 * kept {@linkplain PackedText packed}, and the state is decoded from it on each use. Safe for use by many threads.
 */
final class GridEntry {

    private final GateContext context;

    // all of it is guarded by this object
    /** What the grid was seen to hold, null for no entry. */
    private byte @Nullable [] packed;
    /** The state that is used in place of the text's, if they differ. */
    private @Nullable StateOverride override;

    // what this instance charged, by the spans of ClusterHistory
    /** The last span in which it charged, modulo 2^16: uses a gap in the layout of the object. */
    private short latestSpan;

    private int chargedInLatest;
    private int chargedBefore;
    private int chargedEarlier;

    GridEntry(GateContext context) {
        this.context = context;
    }

    /** What all gates of the cache have in common; kept here because the layout of this object has a gap. */
    GateContext context() {
        return context;
    }

    /**
     * What the grid was seen to hold, and the state to start from.
     *
     * @param isLost whether the grid held that state before, and lost it: it has to be put back
     */
    record Seen(@Nullable String text, State state, boolean isLost) {}

    /**
     * A state that is not the text's.
     *
     * @param isLost whether the grid held it before, and lost it
     * @param isOfOtherGrid whether the grid that held it is no more: no swap starts from it
     */
    private record StateOverride(State state, boolean isLost, boolean isOfOtherGrid) {}

    synchronized Seen seen() {
        String text = packed == null ? null : PackedText.unpack(packed);
        if (override != null && !override.isOfOtherGrid) {
            return new Seen(text, override.state, override.isLost);
        }
        return new Seen(
                text, text == null ? State.EMPTY : StateCodec.decode(text).orElseThrow(), false);
    }

    /** The last state that this instance knew: that of the grid or, until it is seen, what the grid had before. */
    synchronized State known() {
        return override != null ? override.state : seen().state();
    }

    /** The grid holds {@code text}, and its state is used. */
    synchronized void see(@Nullable String text) {
        packed = text == null ? null : PackedText.pack(text);
        override = null;
    }

    /** The grid holds {@code text}, but {@code state} is used in its place. */
    synchronized void see(@Nullable String text, State state, boolean isLost) {
        see(text);
        override = new StateOverride(state, isLost, false);
    }

    /** What the grid holds now was not seen yet; what it held before is known all the same. */
    synchronized void becomesUnseen() {
        State before = known();
        packed = null;
        override = new StateOverride(before, false, true);
    }

    /** Whether the grid was never seen to have this entry. */
    synchronized boolean isUnknown() {
        return packed == null;
    }

    /** Records that the grid was charged {@code permits}; below 0, that they were returned. */
    synchronized void charged(long permits) {
        advance(context.history().now());
        chargedInLatest = sum(chargedInLatest, permits);
    }

    /** The counter was reset: nothing that was charged before counts. */
    synchronized void forgetCharged() {
        chargedEarlier = 0;
        chargedBefore = 0;
        chargedInLatest = 0;
    }

    /** Permits that were charged from the span {@code from} on, which is before the present one. */
    synchronized long chargedSince(int from, ClusterHistory.Moment now) {
        advance(now);
        long sum = (long) chargedInLatest + chargedBefore;
        return from < now.span() - 1 ? sum + chargedEarlier : sum;
    }

    /** Moves what was charged on to the present span, which may have begun long ago. */
    private void advance(ClusterHistory.Moment now) {
        int ahead = (short) (now.span() - latestSpan);
        if (ahead <= 0) {
            return;
        }
        int last = now.span() - ahead;
        int earlier = last - 2 >= now.cut() ? chargedEarlier : 0;
        earlier = last - 1 >= now.cut() ? sum(earlier, chargedBefore) : earlier;
        chargedEarlier = ahead > 1 && last >= now.cut() ? sum(earlier, chargedInLatest) : earlier;
        chargedBefore = ahead == 1 ? chargedInLatest : 0;
        chargedInLatest = 0;
        latestSpan = (short) now.span();
    }

    private static int sum(int before, long permits) {
        return (int) Math.max(0, Math.min(before + Math.min(permits, Integer.MAX_VALUE), Integer.MAX_VALUE));
    }
}
