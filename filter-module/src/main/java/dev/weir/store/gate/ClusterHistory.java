package dev.weir.store.gate;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * When members were lost and when halves of the cluster merged, as this instance saw it: from this follows which
 * charges a merge may have removed from the grid. Safe for use by many threads.
 *
 * <p>Time is divided into spans. That a member is gone is noticed a minute after the network was cut, so each entry
 * remembers what it was charged in the present span and the one before. A lost member has died, was stopped or lives on
 * behind a cut; until a merge shows which, each entry also remembers the sum of all earlier spans since. The members
 * that are there after a merge and were lost before are those behind the cut, and the time when the first of them was
 * lost says what has to be charged again. A member that was stopped long ago is not among them.
 *
 * <p>Each entry has one such sum, since the last loss that is longer ago than its two spans. A cut that began before
 * that, with members lost on this side meanwhile, is paid for with all that is in use.
 */
public final class ClusterHistory {

    /** The cut from which on nothing has to be remembered. */
    private static final int NEVER = Integer.MAX_VALUE;

    /** Longer than the minute that Hazelcast takes by default to notice a cut. */
    private static final long SPAN_MILLIS = 70_000;

    /** The most lost members that are remembered, enough for many restarts. */
    private static final int MOST_LOSSES = 256;

    private final InstantSource clock;
    private final long startMillis;
    /** Incremented when a merge begins and when it ends: odd during a merge. */
    private volatile int era;

    /** How many members were lost so far. */
    private volatile int losses;

    // guarded by this object
    private int latestSpan = 2;
    /** For each member that was lost, the span in which it was cut off at the earliest; in the order of the losses. */
    private final Map<Object, Integer> cuts = new LinkedHashMap<>();

    /** A history that begins now. */
    public ClusterHistory(InstantSource clock) {
        this.clock = clock;
        this.startMillis = clock.millis();
    }

    /**
     * The present.
     *
     * @param span the number of the present span; spans count up
     * @param cut the span from which on charges are remembered for longer than two spans
     */
    record Moment(int span, int cut) {}

    synchronized Moment now() {
        int span = span();
        return new Moment(span, cutBefore(span));
    }

    /** The number of the present span of time; never less than before. */
    private int span() {
        latestSpan = Math.max(latestSpan, 2 + (int) ((clock.millis() - startMillis) / SPAN_MILLIS));
        return latestSpan;
    }

    /** The last cut of which {@code span} and the one before do not remember all; {@link #NEVER} if there is none. */
    private int cutBefore(int span) {
        int last = NEVER;
        for (int cut : cuts.values()) {
            last = cut < span - 1 ? cut : last;
        }
        return last;
    }

    /** The number of the present era, the time between two merges. */
    int era() {
        return era;
    }

    /**
     * Whether the era {@code asked} has ended, or a merge is in progress: an answer of that time is no longer valid.
     */
    boolean isOver(int asked) {
        return era != asked || asked % 2 != 0;
    }

    /** The number of members lost so far. */
    int losses() {
        return losses;
    }

    /** {@code member} is gone: dead, stopped or cut off. */
    public synchronized void lost(Object member) {
        int cut = span() - 1;
        int last = cutBefore(NEVER);
        // one cut is noticed for several members, one after the other
        cuts.put(member, cut - 1 <= last && last <= cut ? last : cut);
        if (cuts.size() > MOST_LOSSES) {
            cuts.remove(cuts.keySet().iterator().next());
        }
        losses++;
    }

    /** A merge begins: the other half's counters may replace those of this one. */
    public synchronized void mergeBegins() {
        era |= 1;
    }

    /** The merge that began has failed. */
    public synchronized void mergeFailed() {
        era += era % 2;
    }

    /**
     * The grid holds other counters than it did: this half's charges may be missing.
     *
     * @param found the members that this half has found again; empty if the grid went back to an earlier state
     */
    public synchronized Missing merged(Set<?> found) {
        Moment now = now();
        int from = Math.min(cutOff(found), now.span - 1);
        cuts.keySet().removeAll(found);
        // before any gate discards its entry, so that no older answer restores it
        era += 2 - era % 2;
        return new Missing(from, now);
    }

    /** The span in which this half was cut off from {@code found}. */
    private int cutOff(Set<?> found) {
        int first = NEVER;
        for (Map.Entry<Object, Integer> loss : cuts.entrySet()) {
            first = found.contains(loss.getKey()) ? Math.min(first, loss.getValue()) : first;
        }
        // all members behind the cut can have been restarted meanwhile
        return first == NEVER && !found.isEmpty() ? cutBefore(NEVER) : first;
    }

    /** The charges of an entry that may be missing in the grid after a merge. */
    public static final class Missing {

        private final int from;
        private final Moment now;

        private Missing(int from, Moment now) {
            this.from = from;
            this.now = now;
        }

        /** How many permits of {@code entry}; {@link Long#MAX_VALUE} for all that are in use. */
        long of(GridEntry entry) {
            boolean remembered = now.cut == NEVER || from >= now.cut;
            return remembered ? entry.chargedSince(from, now) : Long.MAX_VALUE;
        }
    }
}
