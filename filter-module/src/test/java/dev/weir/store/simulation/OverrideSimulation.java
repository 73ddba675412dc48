package dev.weir.store.simulation;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.engine.Charge;
import dev.weir.store.CounterId;
import dev.weir.store.StoreResult;
import dev.weir.store.simulation.Scenario.Size;
import dev.weir.store.simulation.Scenario.Trouble;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One run of several instances, made from one seed, in which operators change the limits and the tiers of keys at any
 * of them. Counters, the engine and the overrides are the production code.
 */
final class OverrideSimulation {

    private static final int REQUESTS = 600;
    private static final Size SIZE = new Size(2, 4, 1, 2, REQUESTS);
    private static final long SPREADING_MILLIS = 2_000;
    /** When all instances have read all overrides again. */
    private static final long READ_AGAIN_MILLIS = 320_000;

    final SimulatedCluster cluster;
    final TieredPolicy policy;
    final KeySource visitors;
    final Operator operator;
    final FaultInjector troubles;
    final Map<CounterId, ChargeLog> logs = new HashMap<>();

    private final long seed;
    private final Random random;
    private final Map<SimulatedNode, NodeOverrides> overrides = new HashMap<>();
    private Optional<String> wrong = Optional.empty();
    /** When something last kept an instance from what others know. */
    private long restlessMillis;
    /** All instances know what was set before. */
    private long knownMillis;

    private int instances;

    OverrideSimulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        Set<Trouble> all = EnumSet.noneOf(Trouble.class);
        all.addAll(Scenario.troubles(seed));
        // what is no room for is counted on each instance, by whatever limits
        all.remove(Trouble.FULL);
        this.policy = TieredPolicy.of(!all.isEmpty(), random);
        long skew = all.isEmpty() && random.nextBoolean() ? random.nextInt(10) : 0;
        boolean stops = all.isEmpty() && random.nextBoolean();
        Scenario scenario = new Scenario(SIZE, all, List.of(policy.base()), skew, false, stops);
        this.visitors = new KeySource(1 + random.nextInt(2), random);
        Books books = new Books(scenario.policies(), true);
        this.cluster = new SimulatedCluster(
                scenario, random, books, new Trace(visitors), 1, node -> overrides.put(node, new NodeOverrides(node)));
        this.operator = new Operator(this);
        cluster.start();
        this.troubles = new FaultInjector(cluster);
        this.knownMillis = cluster.time.millis();
    }

    /** What went wrong that must not, with the last events before it; empty if all promises were kept. */
    Optional<String> run() {
        try {
            return problem().map(found -> cluster.explained(seed, found));
        } catch (RuntimeException e) {
            return Optional.of(cluster.explained(
                    seed, "failed: " + e + " at " + List.of(e.getStackTrace()).subList(0, 3)));
        }
    }

    private Optional<String> problem() {
        cluster.time.pass(100);
        Limit limit = policy.base().limits().get(0);
        for (int done = 0; done < REQUESTS && wrong.isEmpty(); ) {
            int burst = Math.min(REQUESTS - done, 20 + random.nextInt(200));
            long gap = random.nextBoolean() ? 0 : random.nextLong(1 + limit.windowMillis() / (2 * limit.permits() + 1));
            for (int i = 0; i < burst && wrong.isEmpty(); i++) {
                request(random.nextInt(4) == 0);
                cluster.time.pass(gap == 0 ? random.nextInt(4) : Math.min(5_000, random.nextLong(2 * gap + 1)));
                observe();
                troubles.perhaps();
                observe();
                operator.perhaps();
            }
            done += burst;
            if (cluster.scenario.isUndisturbed() && random.nextInt(4) == 0) {
                cluster.restartAll();
            }
            cluster.time.pass(random.nextInt(5_000));
        }
        return wrong.or(this::afterwards);
    }

    private Optional<String> afterwards() {
        observe();
        troubles.end();
        cluster.time.pass(READ_AGAIN_MILLIS);
        observe();
        cluster.time.pass(spreadingMillis());
        knownMillis = cluster.time.millis() - spreadingMillis();
        return new OverrideInvariants(this).problem();
    }

    /** Whatever is set is known everywhere after so long: two seconds after the operator was told that it is set. */
    long spreadingMillis() {
        SimulatedGrid grid = cluster.grid;
        boolean isLate = grid.longestDelayMillis + grid.shortestDelayMillis > 3;
        return SPREADING_MILLIS + (isLate ? 8 * (grid.longestDelayMillis + grid.shortestDelayMillis) : 0);
    }

    /** Notes whether all instances can hear of everything. */
    private void observe() {
        long now = cluster.time.millis();
        boolean isRestless = cluster.grid.isRestless()
                || cluster.scenario.has(Trouble.LOSS)
                || (!cluster.scenario.isUndisturbed() && cluster.instances() != instances);
        instances = cluster.instances();
        restlessMillis = isRestless ? now : restlessMillis;
        if (now - restlessMillis > spreadingMillis()) {
            knownMillis = now - spreadingMillis();
        }
    }

    /** When the cluster was cut in two; never, if it is one. */
    long cutMillis() {
        return cluster.grid.isSplit()
                ? troubles.splits.get(troubles.splits.size() - 1).cutMillis()
                : Long.MAX_VALUE;
    }

    NodeOverrides overridesOf(SimulatedNode node) {
        return overrides.get(node);
    }

    /** @param waits whether its thread lets time pass until it is decided */
    private void request(boolean waits) {
        SimulatedNode node = cluster.nodes.get(troubles.turned(random.nextInt(cluster.nodes.size())));
        if (!node.isRunning() || !overridesOf(node).isServing()) {
            return;
        }
        long permits = random.nextInt(10) == 0 ? 1 + random.nextInt(3) : 1;
        if (waits) {
            cluster.time.after(1, () -> request(false));
        }
        acquire(node, policy, visitors.next(), permits, waits);
    }

    /** One request; waits for its answer or not. */
    void acquire(SimulatedNode node, TieredPolicy asked, String key, long permits, boolean waits) {
        Charge charge = overridesOf(node).charge(asked, key, permits);
        boolean blocked = overridesOf(node).isBlocked(asked, key);
        check(node, asked, key, charge, blocked);
        long begun = cluster.time.millis();
        int side = troubles.side(node);
        if (waits) {
            // a block, and a policy without limits, are known to the engine
            StoreResult answer = node.request(List.of(charge)).get(0).answer();
            answered(node, charge, answer, begun, side);
        } else if (!blocked && !charge.policy().limits().isEmpty()) {
            node.request(
                    charge.counter(), Change.acquire(permits), answer -> answered(node, charge, answer, begun, side));
        }
    }

    /** Checks that {@code node} decides by limits that it can know at present. */
    void check(SimulatedNode node, TieredPolicy asked, String key, Charge charge, boolean blocked) {
        if (!overridesOf(node).isInformed() || wrong.isPresent()) {
            return;
        }
        long clock = node.clock().millis();
        // changes of the last two seconds may have come or not
        Set<List<Limit>> possible = operator.possibleLimits(asked, key, knownMillis, clock);
        if (!possible.contains(charge.policy().limits())) {
            wrong(key, node, "decides by " + charge.policy().limits() + " and not by " + possible);
        } else if (!operator.canBeBlocked(asked, key, blocked, knownMillis, clock)) {
            wrong(key, node, blocked ? "blocks what is not blocked" : "does not block what is blocked");
        }
    }

    private void wrong(String key, SimulatedNode node, String what) {
        wrong = Optional.of(key + ": node " + cluster.nodes.indexOf(node) + " " + what + " at " + cluster.time.millis()
                + ", all know what was set before " + knownMillis);
    }

    /** The first decision by limits that did not hold. */
    Optional<String> wrong() {
        return wrong;
    }

    /** From now on all instances have to know what was set until {@code millis} ago. */
    void allKnow(long millis) {
        knownMillis = cluster.time.millis() - millis;
    }

    private void answered(SimulatedNode node, Charge charge, StoreResult answer, long begun, int begunSide) {
        CounterId id = charge.counter();
        cluster.note(
                id.key().value(),
                "node " + cluster.nodes.indexOf(node) + " " + charge.policy().limits() + " x" + charge.permits() + " "
                        + (answer instanceof StoreResult.Decided counted
                                ? counted.source() + (counted.allowed() ? " admits" : " refuses")
                                : answer));
        if (!(answer instanceof StoreResult.Decided counted) || !counted.allowed() || node.hasEnded()) {
            return;
        }
        long now = node.clock().millis();
        long booked = counted.decided().atMillis();
        boolean isLeased = counted.source() == Source.LEASE;
        // who waited for a lease that came meanwhile is told its end
        boolean isHanded = !isLeased && booked > now + 2 * cluster.scenario.skewMillis();
        long used = isLeased || isHanded ? now : booked;
        long charged = isLeased ? now - counted.ageMillis() : used;
        int side = troubles.side(node) == begunSide ? begunSide : AdmissionLog.BETWEEN;
        boolean isShared = counted.source() != Source.LOCAL;
        var admission = new AdmissionLog.Admission(used, begun, charge.permits(), node, isShared, node.members(), side);
        logs.computeIfAbsent(id, ChargeLog::new)
                .add(new ChargeLog.Entry(
                        admission, charged, !isHanded, charge.policy().limits()));
    }

    /** What was admitted of {@code key} so far. */
    long admitted(TieredPolicy asked, String key) {
        ChargeLog log = logs.get(new CounterId(asked.base(), Key.of(key)));
        return log == null ? 0 : log.counting(Long.MAX_VALUE / 4, cluster.time.millis(), each -> true);
    }
}
