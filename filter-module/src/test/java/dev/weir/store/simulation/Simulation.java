package dev.weir.store.simulation;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Lending;
import dev.weir.core.Policy;
import dev.weir.engine.Charge;
import dev.weir.engine.PolicyDecision;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.simulation.Scenario.Size;
import dev.weir.store.simulation.Scenario.Trouble;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One run of several instances under load and trouble, all of it made from one seed. The instances are the production
 * code; time, threads and the grid are simulated.
 */
final class Simulation {

    final long seed;
    final Scenario scenario;
    final Random random;
    final SimulatedCluster cluster;
    final SimulatedTime time;
    final Books books;
    final SimulatedGrid grid;
    final List<SimulatedNode> nodes;
    final Set<SimulatedNode> killed;
    /** The first policy, which all requests are for. */
    final Policy policy;

    final Limit limit;
    /** What was admitted under each policy, by key. */
    final Map<CounterId, AdmissionLog> logs = new HashMap<>();

    final KeySource visitors;
    final FaultInjector troubles;
    private final Refusals refusals;
    final Resets resets = new Resets();
    private final int length;
    /** Reservations, if the run makes any. */
    final Optional<Holds> holds;

    Simulation(long seed) {
        this(seed, Scenario.USUAL, false);
    }

    /** A run of so many instances and requests, and of so many keys, which are all asked for. */
    Simulation(long seed, int nodes, int keys, int requests) {
        this(seed, new Size(nodes, nodes, keys, keys, requests), false);
    }

    /** A run in which every fourth request is a reservation. */
    static Simulation reserving(long seed) {
        return new Simulation(seed, Scenario.USUAL, true);
    }

    private Simulation(long seed, Size size, boolean reserves) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.scenario = Scenario.of(seed, size, random);
        int keys = size.fewestKeys() + random.nextInt(size.mostKeys() - size.fewestKeys() + 1);
        this.visitors = new KeySource(scenario.has(Trouble.FULL) ? Math.max(4, keys) : keys, random);
        this.books = new Books(scenario.policies(), !visitors.areMany());
        this.length = Math.max(1, size.requests() / visitors.atOnce() / Scenario.USUAL_REQUESTS);
        this.cluster = new SimulatedCluster(scenario, random, books, new Trace(visitors), length, node -> {});
        this.time = cluster.time;
        this.grid = cluster.grid;
        this.nodes = cluster.nodes;
        this.killed = cluster.killed;
        this.policy = scenario.policy();
        this.limit = policy.limits().get(0);
        this.refusals = new Refusals(this);
        cluster.start();
        this.troubles = new FaultInjector(cluster);
        this.holds = reserves ? Optional.of(new Holds(this)) : Optional.empty();
    }

    /** What went wrong that must not, with the last events before it; empty if all promises were kept. */
    Optional<String> run() {
        try {
            return problem().map(found -> cluster.explained(seed, found));
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(cluster.explained(
                    seed, "failed: " + e + " at " + List.of(e.getStackTrace()).subList(0, 3)));
        }
    }

    private Optional<String> problem() {
        int requests = scenario.size().requests();
        for (int done = 0; done < requests; ) {
            int burst = Math.min(requests - done, (20 + random.nextInt(400)) * visitors.atOnce() * length);
            long gap = random.nextBoolean() ? 0 : random.nextLong(1 + limit.windowMillis() / (2 * limit.permits() + 1));
            for (int i = 0; i < burst; i++) {
                holds.ifPresent(Holds::perhapsEnd);
                request();
                if (i % visitors.atOnce() == 0) {
                    time.pass(gap == 0 ? random.nextInt(4) : Math.min(20_000 / length, random.nextLong(2 * gap + 1)));
                    troubles.perhaps();
                }
            }
            done += burst + surge();
            restartAll();
            time.idle(random.nextLong(scenario.isUndisturbed() ? limit.windowMillis() * 5 / 4 : 20_000));
        }
        troubles.end();
        // what was lost is given up after a minute, and settled in the next seconds
        time.pass(75_000);
        letLeasesEnd();
        return holds.flatMap(Holds::wrong).or(refusals::wrong).or(new FinalInvariants(this)::problem);
    }

    /** Whoever has a lease lets most of it lie, and then everybody comes at once. */
    private int surge() {
        int surge = random.nextBoolean()
                ? (int) Math.min(300 * scenario.size().permitsFactor(), 2 * limit.burst()) * visitors.atOnce()
                : 0;
        time.idle(surge == 0 ? 0 : random.nextLong(1 + Lending.leaseMillis(policy)));
        for (int i = 0; i < surge; i++) {
            request();
            time.pass(i % (40 * visitors.atOnce()) == 0 ? 1 : 0);
        }
        return surge;
    }

    /** Where nothing goes wrong, instances can be replaced one after the other. */
    private void restartAll() {
        if (scenario.isUndisturbed() && random.nextInt(3) == 0) {
            cluster.restartAll();
        }
    }

    /** Lets time pass in which nothing is asked for, until all leases are given back. */
    void letLeasesEnd() {
        long longest = scenario.policies().stream()
                .mapToLong(Lending::leaseMillis)
                .max()
                .orElseThrow();
        letEnd(longest);
    }

    /** Lets leases end that last for {@code leaseMillis}: what is left of them is given back a little later. */
    void letEnd(long leaseMillis) {
        time.idle(leaseMillis * 15 / 8 + 62_000);
    }

    void note(SimulatedNode node, CounterId id, long permits, StoreResult answer) {
        String said = answer instanceof StoreResult.Decided counted
                ? counted.source() + (counted.allowed() ? " admits" : " refuses") + ", left "
                        + counted.verdict().quotas().get(0).remaining()
                : answer.toString();
        cluster.note(
                id.key().value(),
                "node " + nodes.indexOf(node) + " " + StoreFixtures.text(id) + " x" + permits + " " + said);
    }

    private void request() {
        if (holds.isPresent() && random.nextInt(4) == 0) {
            SimulatedNode node = nodes.get(troubles.turned(random.nextInt(nodes.size())));
            if (node.isRunning()) {
                holds.get().reserve(node, visitors.next());
            }
            return;
        }
        request(scenario.policies().size() > 1 && random.nextInt(4) > 0);
    }

    /** @param waits whether it has all policies to pass, and lets time pass until they have decided */
    void request(boolean waits) {
        // some instances have more to do than others
        int index = Math.min(random.nextInt(nodes.size()), random.nextInt(nodes.size()));
        SimulatedNode node = nodes.get(troubles.turned(index));
        if (!node.isRunning()) {
            return;
        }
        String key = visitors.next();
        long permits = random.nextInt(10) == 0 ? 1 + random.nextLong(Math.min(4, limit.burst())) : 1;
        if (scenario.resets() && random.nextInt(100) == 0) {
            reset(node, key);
        } else if (waits) {
            acquireAll(node, key);
        } else {
            acquire(node, key, permits);
        }
    }

    private void reset(SimulatedNode node, String key) {
        cluster.note("node " + nodes.indexOf(node) + " resets " + key);
        Resets.Reset reset = resets.begin(id(key), node, time.millis());
        node.request(id(key), new Change.Reset(), answer -> {
            if (answer instanceof StoreResult.Decided counted && counted.source() == Source.CLUSTER) {
                reset.doneMillis = time.millis();
            }
        });
    }

    /** One request that both policies apply to; while it waits, others are made. */
    private void acquireAll(SimulatedNode node, String key) {
        time.after(1, () -> request(false));
        long begun = time.millis();
        int side = troubles.side(node);
        List<Charge> charges = scenario.policies().stream()
                .map(each -> new Charge(each, Key.of(key), 1))
                .toList();
        List<PolicyDecision> decisions = node.request(charges);
        boolean all = decisions.stream().allMatch(PolicyDecision::allowed);
        for (PolicyDecision decided : decisions) {
            note(node, decided.charge().counter(), 1, decided.answer());
            if (all && decided.answer() instanceof StoreResult.Decided counted && !node.hasEnded()) {
                admitted(node, decided.charge().counter(), 1, counted, begun, side);
            }
        }
    }

    void acquire(SimulatedNode node, String key, long permits) {
        acquire(node, id(key), permits);
    }

    void acquire(SimulatedNode node, CounterId id, long permits) {
        long begun = time.millis();
        int side = troubles.side(node);
        node.request(id, Change.acquire(permits), answer -> {
            note(node, id, permits, answer);
            if (answer instanceof StoreResult.Decided counted && counted.allowed()) {
                admitted(node, id, permits, counted, begun, side);
            } else if (answer instanceof StoreResult.Decided refused) {
                refusals.add(id, permits, refused);
            }
        });
    }

    private void admitted(
            SimulatedNode node, CounterId id, long permits, StoreResult.Decided counted, long begun, int begunSide) {
        AdmissionLog log = log(id);
        AdmissionLog.Admission admission = admission(node, permits, counted, begun, begunSide);
        log.add(admission);
        boolean givesBack = scenario.isUndisturbed() && random.nextInt(30) == 0;
        if (givesBack) {
            log.refund(admission);
            node.request(id, new Change.Refund(permits, counted.decided().atMillis()), refunded -> {});
        }
    }

    AdmissionLog log(CounterId id) {
        return logs.computeIfAbsent(id, AdmissionLog::new);
    }

    /** What {@code node} was told just now. */
    AdmissionLog.Admission admission(
            SimulatedNode node, long permits, StoreResult.Decided counted, long begun, int begunSide) {
        // what is taken from a lease names its end, also for who waited for it; who decided before had a clock ahead at
        // most
        long now = node.clock().millis();
        long booked = counted.decided().atMillis();
        boolean leased = counted.source() == Source.LEASE || booked > now + 2 * scenario.skewMillis();
        long millis = leased ? now : booked;
        int side = troubles.side(node) == begunSide ? begunSide : AdmissionLog.BETWEEN;
        boolean shared = counted.source() != Source.LOCAL;
        return new AdmissionLog.Admission(millis, begun, permits, node, shared, node.members(), side);
    }

    CounterId id(String key) {
        return new CounterId(policy, Key.of(key));
    }
}
