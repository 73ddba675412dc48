package dev.weir.store.cluster;

import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.gate.ClusterHistory;
import dev.weir.store.gate.Gate;
import dev.weir.store.grid.Grid;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Puts right what the cluster lost with a member, or in a split. Of two halves Hazelcast keeps one half's counters; the
 * instances of the other then charge again what they have charged since they were apart, and a little before: to charge
 * twice is stricter, not to charge at all would be a fresh quota. Safe for use by many threads.
 */
final class SplitBrainRecovery implements Grid.Membership {

    /** How long a change is on its way to the backup at most, with time to notice that the member died. */
    private static final long UNSAVED_MILLIS = 2_000;

    private static final System.Logger LOG = System.getLogger(SplitBrainRecovery.class.getName());

    private final InstantSource clock;
    private final ClusterHistory history;
    private final Consumer<Consumer<Gate>> gates;
    private final LongConsumer others;
    private final OncePerMinuteLog problems;

    /**
     * @param gates passes on every gate that there is
     * @param others checks what else was written after a time, of which the grid can have lost something
     */
    SplitBrainRecovery(
            InstantSource clock, ClusterHistory history, Consumer<Consumer<Gate>> gates, LongConsumer others) {
        this.clock = clock;
        this.history = history;
        this.gates = gates;
        this.others = others;
        this.problems = new OncePerMinuteLog(LOG, clock);
    }

    @Override
    public void lost(Object member) {
        history.lost(member);
        // backups are asynchronous: the last changes may have died with the member, before others build on what is left
        long since = clock.millis() - UNSAVED_MILLIS;
        forEach(gate -> gate.outside().verify(since));
        others.accept(since);
    }

    @Override
    public void merging() {
        history.mergeBegins();
    }

    @Override
    public void mergeFailed() {
        history.mergeFailed();
    }

    @Override
    public void merged(Set<?> members) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the cluster was split and is one again: this instance charges again what it charged meanwhile");
        recharge(members);
    }

    /** The grid has gone back to an earlier state: this instance owes again what it charged recently. */
    void recharge() {
        recharge(Set.of());
    }

    /** @param found the members that this half has found again */
    private void recharge(Set<?> found) {
        ClusterHistory.Missing missing = history.merged(found);
        forEach(gate -> gate.outside().rechargeRecent(missing));
        others.accept(Long.MIN_VALUE);
    }

    /** What fails for one gate is done for the others. */
    private void forEach(Consumer<Gate> action) {
        gates.accept(gate -> {
            try {
                action.accept(gate);
            } catch (RuntimeException | Error e) {
                problems.warn("a counter is not what it was before the cluster changed", e);
            }
        });
    }
}
