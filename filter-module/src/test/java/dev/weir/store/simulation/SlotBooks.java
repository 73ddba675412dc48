package dev.weir.store.simulation;

import dev.weir.Source;
import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.simulation.Scenario.Trouble;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The slots that requests hold in a {@link SlotSimulation}, as a naive list, and what may be held at once.
 *
 * <p>Slots that the grid gave are <em>sound</em> until the grid can no longer know of them: it lost what a killed
 * member had not backed up, their instance was frozen for so long that others take it for dead, or it was in the half
 * of a split that was given up. On each side, sound slots are never more than there are, whatever goes wrong. When
 * nothing did for half a minute, all slots count, also those that instances gave alone.
 */
final class SlotBooks {

    /** By then all that is held is booked again, and all that the dead held is free. */
    private static final long CALM_MILLIS = 30_000;
    /** What an instance gave alone is booked after that, if it is answered. */
    private static final long SETTLED_MILLIS = 10_000;
    /** A frozen instance renews nothing; it may have done so five seconds before, and is dead after twenty. */
    private static final long FROZEN_MILLIS = 9_000;

    private final SimulatedCluster cluster;
    private final Map<CounterId, List<Hold>> holds = new HashMap<>();
    private final Map<SimulatedNode, Long> frozenSince = new HashMap<>();
    private long restlessMillis;
    private int instances;
    private boolean wasSplit;

    SlotBooks(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.instances = cluster.instances();
        this.restlessMillis = cluster.time.millis();
    }

    /** One slot that a request holds. */
    private static final class Hold {

        final SimulatedNode node;
        final Slots.Slot slot;
        final long millis;
        boolean isSound;

        Hold(SimulatedNode node, Slots.Taken taken, long millis, boolean isSound) {
            this.node = node;
            this.slot = taken.slot();
            this.millis = millis;
            this.isSound = isSound && taken.source() != Source.LOCAL;
        }
    }

    /** Called often: notes what went wrong. */
    void observe() {
        long now = cluster.time.millis();
        boolean isSplit = cluster.grid.isSplit();
        boolean isKilled = cluster.instances() != instances;
        holds.values().forEach(each -> each.removeIf(hold -> hold.node.hasEnded()));
        for (SimulatedNode node : cluster.nodes) {
            if (node.member.frozen) {
                frozenSince.putIfAbsent(node, now);
            } else {
                frozenSince.remove(node);
            }
        }
        boolean healed = wasSplit && !isSplit;
        for (List<Hold> each : holds.values()) {
            for (Hold hold : each) {
                boolean lapsed = now - frozenSince.getOrDefault(hold.node, now) > FROZEN_MILLIS;
                hold.isSound &= !lapsed && !healed && !isKilled;
            }
        }
        if (isKilled || healed || cluster.grid.isRestless()) {
            restlessMillis = now;
        }
        wasSplit = isSplit;
        instances = cluster.instances();
    }

    private boolean isCalm() {
        return cluster.time.millis() - restlessMillis > CALM_MILLIS;
    }

    /** A request holds a slot. Returns what is wrong about it. */
    Optional<String> taken(CounterId id, int most, SimulatedNode node, int side, Slots.Taken taken) {
        observe();
        long now = cluster.time.millis();
        // what was asked before a member was lost, or the grid was another, can be forgotten with it
        boolean isSound = node.member.side == side && now - restlessMillis > 3_000 || cluster.scenario.isUndisturbed();
        boolean isKnown = !cluster.scenario.has(Trouble.LOSS) && !node.hasEnded() && !node.member.frozen;
        List<Hold> present = holds.computeIfAbsent(id, each -> new ArrayList<>());
        present.add(new Hold(node, taken, now, (isSound || cluster.grid.isSplit()) && isKnown));
        if (taken.source() == Source.LOCAL || !isKnown) {
            return Optional.empty();
        }
        long sound = present.stream()
                .filter(hold -> hold.isSound && hold.node.member.side == node.member.side)
                .count();
        if (sound > most) {
            return Optional.of(sound + " slots of " + most + " that the grid gave are held");
        }
        long old = present.stream()
                .filter(hold -> hold.isSound || now - hold.millis > SETTLED_MILLIS)
                .count();
        // as long as answers are late, what instances give alone is not booked
        return isCalm() && !cluster.scenario.has(Trouble.LATENESS) && old > most
                ? Optional.of(old + " slots of " + most + " are held, and one more was given")
                : Optional.empty();
    }

    /** One request ends that holds a slot of {@code id}, perhaps twice. Returns what is wrong about it. */
    Optional<String> free(CounterId id, Random random) {
        List<Hold> present = holds.getOrDefault(id, List.of()).stream()
                .filter(hold -> hold.node.isRunning())
                .toList();
        if (present.isEmpty()) {
            return Optional.empty();
        }
        Hold hold = present.get(random.nextInt(present.size()));
        holds.get(id).remove(hold);
        boolean first = hold.slot.free();
        boolean again = random.nextInt(4) == 0 && hold.slot.free();
        return first && !again ? Optional.empty() : Optional.of("a slot is freed twice, or not at all");
    }

    /** How many slots of {@code id} the requests of {@code node} hold. */
    long held(CounterId id, SimulatedNode node) {
        return holds.getOrDefault(id, List.of()).stream()
                .filter(hold -> hold.node == node)
                .count();
    }

    void freeAll() {
        holds.values().forEach(each -> each.forEach(hold -> hold.slot.free()));
        holds.clear();
    }
}
