package dev.weir.store;

import dev.weir.log.RareLog;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Remembers what this instance charged the grid, for the case that the cluster splits and comes together again. Of two halves
 * Hazelcast keeps one half's counters; the instances of the other then charge again what they have charged since they were
 * apart, and a little before: twice is stricter, not at all would be a fresh quota. Safe for use by many threads.
 *
 * <p>Time is divided into spans. That a member is gone is noticed a minute after the network was cut, so each key remembers
 * what it was charged in the present span and the one before. When a member is lost, nobody can tell whether it has died, was
 * stopped or lives on behind a cut, so from then on each key remembers the sum of all earlier spans since as well. Only a merge
 * tells: the members that are there after it and were lost before are those behind the cut, and the time when the first of them
 * was lost says what is charged again. A member that was stopped long ago is not among them.
 *
 * <p>For each key there is one such sum, since the last loss that is longer ago than its two spans. A cut that began before
 * that, with members lost on this side meanwhile, is paid for with all that is in use.
 */
final class Reunion implements Grid.Membership {

    /** The cut from which on nothing has to be remembered. */
    static final int NEVER = Integer.MAX_VALUE;

    /** More than Hazelcast takes to notice by default, a minute. */
    private static final long SPAN_MILLIS = 70_000;

    /** How long a change is on its way to the backup at most, with time to notice that the member died. */
    private static final long UNSAVED_MILLIS = 2_000;

    /** How many lost members are remembered: those of many restarts. */
    private static final int MOST_LOSSES = 256;

    private static final System.Logger LOG = System.getLogger(Reunion.class.getName());

    private final InstantSource clock;
    private final Consumer<Consumer<Gate>> gates;
    private final RareLog problems;
    private final long startMillis;
    /** Goes up with each merge that begins, and with each that ends: odd while one goes on. */
    private volatile int era;

    /** How many members were lost so far. */
    private volatile int lost;

    // guarded by this object
    private int latestSpan = 2;
    /** For each member that was lost, the span in which it was cut off at the earliest; in the order of the losses. */
    private final Map<Object, Integer> cuts = new LinkedHashMap<>();

    /** @param gates passes on every gate that there is */
    Reunion(InstantSource clock, Consumer<Consumer<Gate>> gates) {
        this.clock = clock;
        this.gates = gates;
        this.problems = new RareLog(LOG, clock);
        this.startMillis = clock.millis();
    }

    /** {@code gate} charged the grid {@code permits}. */
    void charged(Gate gate, long permits) {
        int span;
        int cut;
        synchronized (this) {
            span = span();
            cut = cutBefore(span);
        }
        gate.charged(permits, span, cut);
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

    /** What stands for the time between two merges; what was asked in another one {@link #isOver} when it is answered. */
    int era() {
        return era;
    }

    /** Whether the grid has merged since {@code asked}, or does so now: what it said before is not what it holds. */
    boolean isOver(int asked) {
        return era != asked || asked % 2 != 0;
    }

    /** How many members were lost so far: as long as this is the same, none died. */
    int lost() {
        return lost;
    }

    @Override
    public void lost(Object member) {
        synchronized (this) {
            int cut = span() - 1;
            int last = cutBefore(NEVER);
            // one cut is noticed for several members, one after the other
            cuts.put(member, cut - 1 <= last && last <= cut ? last : cut);
            if (cuts.size() > MOST_LOSSES) {
                cuts.remove(cuts.keySet().iterator().next());
            }
            lost++;
        }
        // backups are asynchronous: the last changes may have died with the member, before others build on what is left
        long since = clock.millis() - UNSAVED_MILLIS;
        each(gate -> gate.verify(since));
    }

    @Override
    public synchronized void merging() {
        era |= 1;
    }

    @Override
    public synchronized void mergeFailed() {
        era += era % 2;
    }

    @Override
    public void merged(Set<?> members) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the cluster was split and is one again: this instance charges again what it charged meanwhile");
        chargeAgain(members);
    }

    /** The grid has gone back to what it was before: this instance owes again what it charged of late. */
    void chargeAgain() {
        chargeAgain(Set.of());
    }

    /** @param found the members that this half has found again */
    private void chargeAgain(Set<?> found) {
        int span;
        int cut;
        int from;
        synchronized (this) {
            span = span();
            cut = cutBefore(span);
            from = Math.min(since(found), span - 1);
            cuts.keySet().removeAll(found);
            // before any gate forgets what it saw, so that no answer that is older brings it back
            era += 2 - era % 2;
        }
        boolean remembered = cut == NEVER || from >= cut;
        each(gate -> gate.oweAgain(remembered ? gate.chargedSince(from, span, cut) : Long.MAX_VALUE));
    }

    /** What fails for one gate is done for the others. */
    private void each(Consumer<Gate> action) {
        gates.accept(gate -> {
            try {
                action.accept(gate);
            } catch (RuntimeException | Error e) {
                problems.warn("a counter is not what it was before the cluster changed", e);
            }
        });
    }

    /** The span in which this half was cut off from {@code found}. */
    private int since(Set<?> found) {
        int first = NEVER;
        for (Map.Entry<Object, Integer> loss : cuts.entrySet()) {
            first = found.contains(loss.getKey()) ? Math.min(first, loss.getValue()) : first;
        }
        // all members behind the cut can have been restarted meanwhile
        return first == NEVER && !found.isEmpty() ? cutBefore(NEVER) : first;
    }
}
