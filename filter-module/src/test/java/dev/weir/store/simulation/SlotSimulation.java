package dev.weir.store.simulation;

import dev.weir.core.Fallback;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.StoreFixtures;
import dev.weir.store.simulation.Scenario.Size;
import dev.weir.store.simulation.Scenario.Trouble;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One run of several instances, made from one seed, whose requests take slots and free them. The slots are the
 * production code; {@link SlotBooks} says how many may be held at once. In the end no slot is booked, and each key can
 * be taken to its full number at any instance.
 */
final class SlotSimulation {

    private static final int STEPS = 500;
    private static final Size SIZE = new Size(2, 5, 1, 3, STEPS);
    /** By then the grid has answered or failed, and who is dead is known. */
    private static final long SETTLING_MILLIS = 100_000;

    private final long seed;
    private final Random random;
    private final SimulatedCluster cluster;
    private final FaultInjector troubles;
    private final SlotBooks books;
    private final List<CounterId> keys = new ArrayList<>();
    private final int most;
    private Optional<String> wrong = Optional.empty();
    /** How many requests wait at present, one within the other. */
    private int waiting;

    SlotSimulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 2);
        Set<Trouble> all = EnumSet.noneOf(Trouble.class);
        all.addAll(Scenario.troubles(seed));
        // what the grid has no room for is counted on each instance
        all.remove(Trouble.FULL);
        Fallback fallback = Fallback.values()[random.nextInt(Fallback.values().length)];
        Policy policy = StoreFixtures.policy("100/1h", fallback);
        long skew = random.nextBoolean() ? random.nextInt(10) : 0;
        Scenario scenario = new Scenario(SIZE, all, List.of(policy), skew, false, random.nextBoolean());
        KeySource visitors = new KeySource(1, random);
        this.cluster = new SimulatedCluster(
                scenario, random, new Books(List.of(policy), false), new Trace(visitors), 1, node -> {});
        this.most = new int[] {1, 2, 3, 5, 8, 20}[random.nextInt(6)];
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            keys.add(StoreFixtures.id(policy, "key" + i));
        }
        cluster.start();
        this.troubles = new FaultInjector(cluster);
        this.books = new SlotBooks(cluster);
    }

    /** What went wrong that must not, with the last events before it; empty if all promises were kept. */
    Optional<String> run() {
        try {
            return problem().map(found -> cluster.explained(seed, "most " + most + ": " + found));
        } catch (RuntimeException e) {
            return Optional.of(cluster.explained(
                    seed, "failed: " + e + " at " + List.of(e.getStackTrace()).subList(0, 3)));
        }
    }

    private Optional<String> problem() {
        int eager = 1 + random.nextInt(4);
        for (int step = 0; step < STEPS && wrong.isEmpty(); step++) {
            if (random.nextInt(5) < eager) {
                take();
            } else {
                free();
            }
            pass();
            troubles.perhaps();
            if (cluster.scenario.has(Trouble.FREEZES) && random.nextInt(200) == 0) {
                freezeForLong(cluster.nodes.get(random.nextInt(cluster.nodes.size())));
            }
            books.observe();
            if (cluster.scenario.isUndisturbed() && random.nextInt(400) == 0) {
                cluster.restartAll();
                books.observe();
            }
        }
        return wrong.or(this::afterwards);
    }

    private void pass() {
        int chance = random.nextInt(60);
        // as a request that takes long, and as one after the other
        long millis = chance == 0 ? random.nextInt(60_000) : chance < 5 ? random.nextInt(2_000) : random.nextInt(20);
        for (long left = millis; left > 0; left -= 500) {
            cluster.time.pass(Math.min(500, left));
            books.observe();
        }
    }

    /** Others take it for dead meanwhile. */
    private void freezeForLong(SimulatedNode node) {
        if (node.isRunning()) {
            cluster.note("freeze " + cluster.nodes.indexOf(node) + " for long");
            node.member.frozen = true;
            cluster.time.after(25_000 + random.nextInt(60_000), () -> {
                cluster.note("thaw " + cluster.nodes.indexOf(node) + " at last");
                cluster.grid.thaw(node.member);
            });
        }
    }

    private void take() {
        SimulatedNode node = cluster.nodes.get(random.nextInt(cluster.nodes.size()));
        CounterId id = keys.get(random.nextInt(keys.size()));
        if (!node.isRunning() || waiting > 3) {
            return;
        }
        if (random.nextInt(3) == 0) {
            cluster.time.after(random.nextInt(3), this::take);
        }
        if (random.nextInt(3) == 0) {
            cluster.time.after(random.nextInt(3), this::free);
        }
        take(node, id);
    }

    private boolean take(SimulatedNode node, CounterId id) {
        int side = node.member.side;
        waiting++;
        Slots.Result result = node.slots().take(id, most, node.budgetForSlots());
        waiting--;
        note(node, id, result.toString().replaceAll("\\[slot=[^,]*, ", "["));
        if (result instanceof Slots.Taken taken) {
            wrong = wrong.or(() -> books.taken(id, most, node, side, taken));
            return true;
        }
        return false;
    }

    private void free() {
        CounterId id = keys.get(random.nextInt(keys.size()));
        note(cluster.nodes.get(0), id, "free");
        wrong = wrong.or(() -> books.free(id, random));
    }

    private void note(SimulatedNode node, CounterId id, String what) {
        cluster.note("node " + cluster.nodes.indexOf(node) + " " + id.key().value() + " " + what + " " + entry(id));
    }

    private Optional<String> afterwards() {
        troubles.end();
        cluster.time.pass(SETTLING_MILLIS);
        books.observe();
        for (CounterId id : keys) {
            for (SimulatedNode node : cluster.nodes) {
                if (node.slots().held(id) != books.held(id, node)) {
                    return Optional.of("an instance counts " + node.slots().held(id) + " slots, and holds "
                            + books.held(id, node));
                }
            }
        }
        // an instance that has asked in vain asks again
        cluster.nodes.forEach(node -> keys.forEach(id -> take(node, id)));
        books.freeAll();
        cluster.time.pass(SETTLING_MILLIS);
        for (CounterId id : keys) {
            Optional<String> tried = new SlotTrials(cluster, troubles, id, most).problem();
            if (tried.isPresent()) {
                return tried.map(each -> each + ", " + entry(id));
            }
            SimulatedNode node = cluster.nodes.get(random.nextInt(cluster.nodes.size()));
            int taken = 0;
            while (taken <= most && take(node, id)) {
                taken++;
                cluster.time.pass(5);
            }
            if (taken != most) {
                return wrong.or(() -> Optional.of("not all slots are free at the end"))
                        .map(each -> each + ", " + entry(id));
            }
            SimulatedNode other = cluster.nodes.get((cluster.nodes.indexOf(node) + 1) % cluster.nodes.size());
            if (take(other, id)) {
                return wrong.or(() -> Optional.of("one slot too many at the end, " + entry(id)));
            }
            books.freeAll();
            // a circuit that the last trouble left open is probed first
            cluster.time.pass(15_000);
            String entry = entry(id);
            if (!entry.endsWith("|")) {
                return wrong.or(() -> Optional.of("a slot is booked that is free: " + entry));
            }
        }
        return wrong;
    }

    private String entry(CounterId id) {
        return String.valueOf(cluster.grid.text(cluster.nodes.get(0).member, NodeGrid.SLOTS + StoreFixtures.text(id)));
    }
}
