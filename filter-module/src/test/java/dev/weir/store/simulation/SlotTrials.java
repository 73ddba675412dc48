package dev.weir.store.simulation;

import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What seldom happens by itself in a {@link SlotSimulation}, when all is quiet and no slot is held. */
final class SlotTrials {

    private static final long FROZEN_MILLIS = 60_000;
    /** By then what was lost is booked again. */
    private static final long SETTLING_MILLIS = 5_000;

    private final SimulatedCluster cluster;
    private final FaultInjector troubles;
    private final CounterId id;
    private final int most;
    private final List<Slots.Slot> held = new ArrayList<>();

    SlotTrials(SimulatedCluster cluster, FaultInjector troubles, CounterId id, int most) {
        this.cluster = cluster;
        this.troubles = troubles;
        this.id = id;
        this.most = most;
    }

    Optional<String> problem() {
        return frozen().or(this::split);
    }

    private SimulatedNode first() {
        return cluster.nodes.get(0);
    }

    private SimulatedNode last() {
        return cluster.nodes.get(cluster.nodes.size() - 1);
    }

    /** An instance that comes back finds its slots taken, and nothing is admitted on top of what it holds still. */
    private Optional<String> frozen() {
        takeUpTo(1, last());
        last().stall(FROZEN_MILLIS, () -> takeUpTo(most + 1, first()));
        int withTheDead = held.size();
        takeUpTo(withTheDead + 1, last());
        int fromMemory = held.size() - withTheDead;
        cluster.time.pass(SETTLING_MILLIS);
        held.remove(held.size() - 1).free();
        cluster.time.pass(SETTLING_MILLIS);
        takeUpTo(withTheDead, first());
        String wrong = withTheDead != most + 1
                ? "slots of the dead are not free: " + withTheDead
                : fromMemory > 0
                        ? "an instance that was frozen takes what it had booked"
                        : held.size() > most ? "what a frozen instance holds does not count" : "";
        return end(wrong);
    }

    /** What was taken in the half that is given up is booked where the cluster goes on. */
    private Optional<String> split() {
        if (cluster.nodes.size() < 3) {
            return Optional.empty();
        }
        List<SimulatedNode> smaller = List.of(last());
        troubles.cut(smaller);
        cluster.time.pass(1_000);
        takeUpTo(1, last());
        troubles.heal(smaller);
        cluster.time.pass(SETTLING_MILLIS);
        takeUpTo(most + 1, first());
        return end(held.size() > most ? "what was taken in one half does not count" : "");
    }

    private Optional<String> end(String wrong) {
        held.forEach(Slots.Slot::free);
        held.clear();
        cluster.time.pass(SETTLING_MILLIS);
        return wrong.isEmpty() ? Optional.empty() : Optional.of(wrong);
    }

    private void takeUpTo(int number, SimulatedNode node) {
        while (held.size() < number
                && node.slots().take(id, most, node.budgetForSlots()) instanceof Slots.Taken taken) {
            held.add(taken.slot());
            cluster.time.pass(5);
        }
    }
}
