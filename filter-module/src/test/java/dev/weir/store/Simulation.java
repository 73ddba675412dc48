package dev.weir.store;

import dev.weir.Key;
import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Fallback;
import dev.weir.core.Limit;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.core.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One run of several instances under load and trouble, all of it made from one seed. The instances are the production code;
 * time, threads and the grid are simulated.
 */
final class Simulation {

    /** Requests of a usual run, for one key. */
    private static final int USUAL_REQUESTS = 900;

    private static final Size USUAL = new Size(2, 5, 1, 3, USUAL_REQUESTS);

    /** What goes wrong in a run. */
    enum Trouble {
        /** Nothing. */
        NONE,
        /** Answers come after nobody waits for them any more, but they come. */
        LATENESS,
        /** Messages get lost. */
        LOSS,
        /** Members freeze for a while. */
        FREEZES,
        /** Members are killed, and others started in their place. */
        KILLS,
        /** Some members do not see the others for a while. */
        SPLIT
    }

    /** How much of everything there is at least, and at most. */
    record Size(int fewestNodes, int mostNodes, int fewestKeys, int mostKeys, int requests) {

        /** Limits grow with the instances that share them. */
        int permitsFactor() {
            return Math.max(1, mostNodes / USUAL.mostNodes);
        }
    }

    final Trouble trouble;
    private final long seed;
    final Size size;
    final Random random;
    final SimulatedTime time = new SimulatedTime();
    final SimulatedGrid grid;
    final List<SimulatedNode> nodes = new ArrayList<>();
    final Policy policy;
    final Limit limit;
    final long skewMillis;
    final Map<String, AdmissionLog> logs = new HashMap<>();
    private final Trace trace;
    final Map<SimulatedNode, Long> killedMillis = new HashMap<>();
    final Visitors visitors;
    /** How many usual runs this one is as long as: what happens, happens as often in all. */
    final int length;

    int instances;

    Simulation(long seed) {
        this(seed, USUAL);
    }

    /** A run of so many instances and requests, and of so many keys, which are all asked for. */
    Simulation(long seed, int nodes, int keys, int requests) {
        this(seed, new Size(nodes, nodes, keys, keys, requests));
    }

    private Simulation(long seed, Size size) {
        this.seed = seed;
        this.size = size;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        // every second run is an undisturbed one: it has the strictest promises
        this.trouble = seed % 2 == 0 ? Trouble.NONE : Trouble.values()[1 + (int) (seed / 2 % 5)];
        this.grid = new SimulatedGrid(time, random);
        this.visitors = new Visitors(size.fewestKeys + random.nextInt(size.mostKeys - size.fewestKeys + 1), random);
        this.trace = new Trace(visitors);
        this.length = Math.max(1, size.requests / visitors.atOnce() / USUAL_REQUESTS);
        this.skewMillis = trouble == Trouble.NONE && random.nextBoolean() ? random.nextInt(10) : 0;
        Algorithm algorithm = Algorithm.values()[random.nextInt(Algorithm.values().length)];
        this.limit = randomLimit(algorithm);
        boolean closes = trouble == Trouble.LATENESS && random.nextInt(4) == 0;
        this.policy = new Policy(
                "tested", List.of(limit), algorithm, Mode.ENFORCE, closes ? Fallback.CLOSED : Fallback.LOCAL, 0);
        if (trouble == Trouble.NONE) {
            grid.longestDelayMillis = 1;
        }
        int count = size.fewestNodes + random.nextInt(size.mostNodes - size.fewestNodes + 1);
        for (int i = 0; i < count; i++) {
            start();
        }
    }

    private Limit randomLimit(Algorithm algorithm) {
        long[] windows = trouble == Trouble.NONE
                ? new long[] {20, 500, 1_000, 1_777, 10_000, 60_000, 3_600_000, 86_400_000}
                : new long[] {600_000, 3_600_000, 86_400_000};
        long[] sizes = {1, 2, 5, 31, 40, 100, 300, 1_000};
        long permits = size.permitsFactor() * (sizes[random.nextInt(sizes.length)] + random.nextInt(3));
        Limit made = new Limit(permits, Duration.ofMillis(windows[random.nextInt(windows.length)]));
        boolean ownBurst = algorithm == Algorithm.TOKEN_BUCKET && random.nextBoolean();
        return ownBurst ? made.withBurst(1 + random.nextInt((int) permits * 2)) : made;
    }

    private SimulatedNode start() {
        // messages are ten times slower here than in a data centre: without trouble, nobody gives up because of that
        long timeoutMillis = trouble == Trouble.NONE ? 2_000 : 50;
        long skew = skewMillis == 0 ? 0 : random.nextLong(2 * skewMillis + 1) - skewMillis;
        SimulatedNode node = new SimulatedNode(grid, time, skew, StoreFixtures.settings(timeoutMillis));
        nodes.add(node);
        instances++;
        return node;
    }

    /** What went wrong that must not, with the last events before it; empty if all promises were kept. */
    Optional<String> run() {
        Troubles troubles = new Troubles(this);
        for (int done = 0; done < size.requests; ) {
            int burst = Math.min(size.requests - done, (20 + random.nextInt(400)) * visitors.atOnce() * length);
            long gap = random.nextBoolean() ? 0 : random.nextLong(1 + limit.windowMillis() / (2 * limit.permits() + 1));
            for (int i = 0; i < burst; i++) {
                request();
                if (i % visitors.atOnce() == 0) {
                    time.pass(gap == 0 ? random.nextInt(4) : Math.min(20_000 / length, random.nextLong(2 * gap + 1)));
                    troubles.perhaps();
                }
            }
            done += burst + surge();
            restartAll();
            time.pass(random.nextLong(trouble == Trouble.NONE ? limit.windowMillis() * 5 / 4 : 20_000));
        }
        troubles.end();
        // what was lost is given up after a minute, and settled in the next seconds
        time.pass(75_000);
        return new Aftermath(this).problem().map(this::explained);
    }

    /** Whoever has a lease lets most of it lie, and then everybody comes at once. */
    private int surge() {
        int surge = random.nextBoolean()
                ? (int) Math.min(300 * size.permitsFactor(), 2 * limit.burst()) * visitors.atOnce()
                : 0;
        time.pass(surge == 0 ? 0 : random.nextLong(1 + policy.leaseMillis()));
        for (int i = 0; i < surge; i++) {
            request();
            time.pass(i % (40 * visitors.atOnce()) == 0 ? 1 : 0);
        }
        return surge;
    }

    /** Where nothing goes wrong, instances can be replaced one after the other. */
    private void restartAll() {
        if (trouble == Trouble.NONE && random.nextInt(3) == 0) {
            note("restart all");
            time.pass(3_000);
            for (int i = 0; i < nodes.size(); i++) {
                replace(i, 0);
            }
        }
    }

    /** Ends an instance, which takes with it what was changed in its last milliseconds, and starts another. */
    void replace(int index, long lagMillis) {
        SimulatedNode node = nodes.get(index);
        node.end();
        grid.kill(node.member, lagMillis);
        nodes.set(index, start());
        nodes.remove(nodes.size() - 1);
    }

    private String explained(String problem) {
        return "seed " + seed + ", " + trouble + ", " + policy.algorithm() + " " + limit + " burst " + limit.burst()
                + ", " + instances + " instances, skew " + skewMillis + " ms: " + problem + "\n  "
                + trace.before(problem);
    }

    void note(String event) {
        trace.note(time.millis() + " " + event);
    }

    void note(SimulatedNode node, String key, long permits, Answer answer) {
        String said = answer instanceof Answer.Counted counted
                ? counted.source() + (counted.allowed() ? " admits" : " refuses") + ", left "
                        + counted.verdict().quotas().get(0).remaining()
                : answer.toString();
        trace.note(key, time.millis() + " node " + nodes.indexOf(node) + " " + key + " x" + permits + " " + said);
    }

    private void request() {
        // some instances have more to do than others
        SimulatedNode node = nodes.get(Math.min(random.nextInt(nodes.size()), random.nextInt(nodes.size())));
        if (!node.isRunning()) {
            return;
        }
        String key = visitors.next();
        long permits = random.nextInt(10) == 0 ? 1 + random.nextLong(Math.min(4, limit.burst())) : 1;
        acquire(node, key, permits);
    }

    void acquire(SimulatedNode node, String key, long permits) {
        node.request(id(key), Change.acquire(permits), answer -> {
            note(node, key, permits, answer);
            if (answer instanceof Answer.Counted counted && counted.allowed()) {
                admitted(node, key, permits, counted);
            }
        });
    }

    private void admitted(SimulatedNode node, String key, long permits, Answer.Counted counted) {
        // what is taken from a lease names its end, also for who waited for it; who decided before had a clock ahead at
        // most
        long now = node.clock().millis();
        long booked = counted.decided().atMillis();
        boolean leased = counted.source() == Source.LEASE || booked > now + 2 * skewMillis;
        long millis = leased ? now : booked;
        AdmissionLog log = logs.computeIfAbsent(key, each -> new AdmissionLog(policy.algorithm(), limit));
        AdmissionLog.Admission admission = log.add(millis, permits, node, counted.source() != Source.LOCAL);
        boolean givesBack = trouble == Trouble.NONE && random.nextInt(30) == 0;
        if (givesBack) {
            log.remove(admission);
            node.request(id(key), new Change.Refund(permits, counted.decided().atMillis()), refunded -> {});
        }
    }

    CounterId id(String key) {
        return new CounterId(policy, Key.of(key));
    }
}
