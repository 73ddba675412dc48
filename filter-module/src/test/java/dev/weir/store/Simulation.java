package dev.weir.store;

import dev.weir.Key;
import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Fallback;
import dev.weir.core.Limit;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.core.Source;
import dev.weir.core.State;
import dev.weir.core.StateCodec;
import dev.weir.core.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

    private static final int TRACED = 25;

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

    final Trouble trouble;
    private final long seed;
    private final Random random;
    private final SimulatedTime time = new SimulatedTime();
    private final SimulatedGrid grid;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Policy policy;
    private final Limit limit;
    private final long skewMillis;
    private final Map<String, AdmissionLog> logs = new HashMap<>();
    private final Deque<String> trace = new ArrayDeque<>();
    private final Map<SimulatedNode, Long> killedMillis = new HashMap<>();
    private final int keys;
    private final int requests;
    private int instances;

    Simulation(long seed) {
        this(seed, 5, 3, 1_200);
    }

    /** A run of at most so many instances, keys and requests. */
    Simulation(long seed, int mostNodes, int mostKeys, int requests) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.trouble = Trouble.values()[(int) (seed % Trouble.values().length)];
        this.grid = new SimulatedGrid(time, random);
        this.requests = requests;
        this.keys = 1 + random.nextInt(mostKeys);
        this.skewMillis = trouble == Trouble.NONE && random.nextBoolean() ? random.nextInt(10) : 0;
        Algorithm algorithm = Algorithm.values()[random.nextInt(Algorithm.values().length)];
        this.limit = randomLimit(algorithm);
        boolean closes = trouble == Trouble.LATENESS && random.nextInt(4) == 0;
        this.policy = new Policy(
                "tested", List.of(limit), algorithm, Mode.ENFORCE, closes ? Fallback.CLOSED : Fallback.LOCAL, 0);
        if (trouble == Trouble.NONE) {
            grid.longestDelayMillis = 1;
        }
        int count = 2 + random.nextInt(mostNodes - 1);
        for (int i = 0; i < count; i++) {
            start();
        }
    }

    private Limit randomLimit(Algorithm algorithm) {
        long[] windows = trouble == Trouble.NONE
                ? new long[] {20, 500, 1_000, 1_777, 10_000, 60_000, 3_600_000}
                : new long[] {600_000, 3_600_000, 86_400_000};
        long[] sizes = {1, 2, 5, 31, 40, 100, 300, 1_000};
        long permits = sizes[random.nextInt(sizes.length)] + random.nextInt(3);
        Limit made = new Limit(permits, Duration.ofMillis(windows[random.nextInt(windows.length)]));
        boolean ownBurst = algorithm == Algorithm.TOKEN_BUCKET && random.nextBoolean();
        return ownBurst ? made.withBurst(1 + random.nextInt((int) permits * 2)) : made;
    }

    private SimulatedNode start() {
        long skew = skewMillis == 0 ? 0 : random.nextLong(2 * skewMillis + 1) - skewMillis;
        SimulatedNode node = new SimulatedNode(grid, time, skew, StoreFixtures.settings());
        nodes.add(node);
        instances++;
        return node;
    }

    /** What went wrong that must not, with the last events before it; empty if all promises were kept. */
    Optional<String> run() {
        Troubles troubles = new Troubles();
        for (int done = 0; done < requests; ) {
            int burst = Math.min(requests - done, 20 + random.nextInt(400));
            long gap = random.nextBoolean() ? 0 : random.nextLong(1 + limit.windowMillis() / (2 * limit.permits() + 1));
            for (int i = 0; i < burst; i++) {
                request();
                time.pass(gap == 0 ? random.nextInt(4) : Math.min(20_000, random.nextLong(2 * gap + 1)));
                troubles.perhaps();
            }
            done += burst + surge();
            restartAll();
            time.pass(random.nextLong(trouble == Trouble.NONE ? limit.windowMillis() * 5 / 4 : 20_000));
        }
        troubles.end();
        // what was lost is given up after a minute, and settled in the next seconds
        time.pass(75_000);
        return broken().or(this::forgotten)
                .or(this::lonelyCaller)
                .or(this::resetElsewhere)
                .map(this::explained);
    }

    /** Whoever has a lease lets most of it lie, and then everybody comes at once. */
    private int surge() {
        int surge = random.nextBoolean() ? (int) Math.min(300, 2 * limit.burst()) : 0;
        time.pass(surge == 0 ? 0 : random.nextLong(1 + policy.leaseMillis()));
        for (int i = 0; i < surge; i++) {
            request();
            time.pass(i % 40 == 0 ? 1 : 0);
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
    private void replace(int index, long lagMillis) {
        SimulatedNode node = nodes.get(index);
        node.end();
        grid.kill(node.member, lagMillis);
        nodes.set(index, start());
        nodes.remove(nodes.size() - 1);
    }

    private String explained(String problem) {
        return "seed " + seed + ", " + trouble + ", " + policy.algorithm() + " " + limit + " burst " + limit.burst()
                + ", " + instances + " instances, skew " + skewMillis + " ms: " + problem + "\n  "
                + String.join("\n  ", trace);
    }

    private void note(String event) {
        trace.add(time.millis() + " " + event);
        if (trace.size() > TRACED) {
            trace.remove();
        }
    }

    private void note(SimulatedNode node, String key, long permits, Answer answer) {
        String said = answer instanceof Answer.Counted counted
                ? counted.source() + (counted.allowed() ? " admits" : " refuses") + ", left "
                        + counted.verdict().quotas().get(0).remaining()
                : answer.toString();
        note("node " + nodes.indexOf(node) + " " + key + " x" + permits + " " + said);
    }

    private void request() {
        // some instances have more to do than others
        SimulatedNode node = nodes.get(Math.min(random.nextInt(nodes.size()), random.nextInt(nodes.size())));
        if (!node.isRunning()) {
            return;
        }
        String key = "k" + random.nextInt(keys);
        long permits = random.nextInt(10) == 0 ? 1 + random.nextLong(Math.min(4, limit.burst())) : 1;
        acquire(node, key, permits);
    }

    private void acquire(SimulatedNode node, String key, long permits) {
        node.request(id(key), Change.acquire(permits), answer -> {
            note(node, key, permits, answer);
            if (answer instanceof Answer.Counted counted && counted.allowed()) {
                admitted(node, key, permits, counted);
            }
        });
    }

    private void admitted(SimulatedNode node, String key, long permits, Answer.Counted counted) {
        boolean leased = counted.source() == Source.LEASE;
        long millis = leased ? node.clock().millis() : counted.decided().atMillis();
        AdmissionLog log = logs.computeIfAbsent(key, each -> new AdmissionLog(policy.algorithm(), limit));
        AdmissionLog.Admission admission = log.add(millis, permits, node, counted.source() != Source.LOCAL);
        boolean givesBack = trouble == Trouble.NONE && random.nextInt(30) == 0;
        if (givesBack) {
            log.remove(admission);
            node.request(id(key), new Change.Refund(permits, counted.decided().atMillis()), refunded -> {});
        }
    }

    private CounterId id(String key) {
        return new CounterId(policy, Key.of(key));
    }

    private Optional<String> broken() {
        for (Map.Entry<String, AdmissionLog> each : logs.entrySet()) {
            Optional<String> problem = trouble == Trouble.NONE
                    ? each.getValue().brokenPromise(skewMillis)
                    : each.getValue().moreIn(limit.windowMillis(), mostInTrouble());
            if (problem.isPresent()) {
                return problem.map(text -> each.getKey() + ": " + text);
            }
        }
        return Optional.empty();
    }

    /** While instances count alone, each has its share on top of what is shared, and each side of a split the whole. */
    private long mostInTrouble() {
        long whole = switch (policy.algorithm()) {
            case SLIDING_WINDOW -> limit.permits();
            case FIXED_WINDOW -> 2 * limit.permits();
            case TOKEN_BUCKET -> limit.burst() + limit.permits();
        };
        int sides = trouble == Trouble.SPLIT ? 2 : 1;
        long fewest = trouble == Trouble.SPLIT || trouble == Trouble.KILLS ? 1 : nodes.size();
        // an interval as long as a fixed window touches two of them
        int touched = policy.algorithm() == Algorithm.FIXED_WINDOW ? 2 : 1;
        return whole * sides + instances * (whole / fewest + touched);
    }

    /** Whatever was admitted counts in the end; where every answer came at last, nothing counts twice. */
    private Optional<String> forgotten() {
        for (SimulatedNode node : nodes) {
            // an instance puts back what it sees that the grid has lost
            logs.keySet().forEach(key -> node.request(id(key), new Change.Peek(limit.burst() + 1), answer -> {}));
            time.pass(1_000);
        }
        for (Map.Entry<String, AdmissionLog> each : logs.entrySet()) {
            long now = time.millis();
            long least = each.getValue().counting(now, this::mustCount);
            long used = used(each.getKey(), now);
            if (used < least) {
                return Optional.of(each.getKey() + ": " + least + " permits must count, but only " + used + " do");
            }
            boolean exact = trouble == Trouble.LATENESS && policy.algorithm() == Algorithm.SLIDING_WINDOW;
            if (exact && used > each.getValue().total()) {
                return Optional.of(each.getKey() + ": " + used + " permits count, but "
                        + each.getValue().total() + " were admitted");
            }
        }
        return Optional.empty();
    }

    /** What an instance owed when it was killed is lost with it, and what its backup had not seen. */
    private boolean mustCount(AdmissionLog.Admission admission) {
        Long killed = killedMillis.get(admission.by());
        boolean owed = killed != null && !admission.shared();
        // backups lag behind, by up to 20 ms here; a lease that was taken in that time is used within the second after
        boolean unsaved = killedMillis.values().stream()
                .anyMatch(each -> admission.millis() > each - 25 && admission.millis() < each + 1_025);
        // what the fallback admitted just after a boundary, a late answer may have counted just before it
        boolean atBoundary = policy.algorithm() == Algorithm.FIXED_WINDOW
                && !admission.shared()
                && Math.floorMod(admission.millis(), limit.windowMillis()) < 1_000;
        return !owed && !unsaved && !atBoundary;
    }

    private long used(String key, long now) {
        String text = grid.text(nodes.get(0).member, StoreFixtures.text(id(key)));
        State state = text == null ? State.EMPTY : StateCodec.decode(text).orElseThrow();
        // as much as a policy can have: what is used beyond the limit shows
        long endless = limit.permits() * (Duration.ofDays(700).toMillis() / limit.windowMillis());
        Policy wide = Policy.of("tested", policy.algorithm(), List.of(limit.withBurst(endless)));
        return limit.burst() == 0
                ? 0
                : endless - wide.peek(state, 1, now).quotas().get(0).remaining();
    }

    /** A lone caller that waits as long as it is told is admitted. */
    private Optional<String> lonelyCaller() {
        for (String key : logs.keySet()) {
            Verdict first = alone(nodes.get(0), key, 1);
            for (int i = 0; first.allowed() && i < 4 * limit.burst(); i++) {
                first = alone(nodes.get(0), key, 1);
            }
            if (first.allowed()) {
                continue;
            }
            time.pass(first.retryAfterMillis().orElseThrow());
            if (!alone(nodes.get(0), key, 1).allowed()) {
                return Optional.of(key + ": refused after it waited for " + first.retryAfterMillis());
            }
        }
        return Optional.empty();
    }

    /** A reset on one instance takes effect on the others within a second. */
    private Optional<String> resetElsewhere() {
        for (String key : logs.keySet()) {
            for (int i = 0;
                    i < 2 * limit.burst() + 2 && alone(nodes.get(0), key, 1).allowed();
                    i++) {
                time.pass(0);
            }
            nodes.get(1).request(id(key), new Change.Reset(), answer -> {});
            time.pass(1_100);
            if (!alone(nodes.get(0), key, 1).allowed()) {
                return Optional.of(key + ": refused a second after it was reset elsewhere");
            }
        }
        return Optional.empty();
    }

    private Verdict alone(SimulatedNode node, String key, long permits) {
        List<Answer> answers = new ArrayList<>();
        node.request(id(key), Change.acquire(permits), answers::add);
        for (int i = 0; answers.isEmpty() && i < 100; i++) {
            time.pass(1);
        }
        Answer answer = answers.get(0);
        note(node, key, permits, answer);
        return ((Answer.Counted) answer).verdict();
    }

    /** What goes wrong, and when. */
    private final class Troubles {

        private Optional<Runnable> remedy = Optional.empty();
        private long remedyMillis;

        Troubles() {
            if (trouble == Trouble.LATENESS) {
                grid.longestDelayMillis = 60 + random.nextInt(200);
            }
            if (trouble == Trouble.LOSS) {
                grid.lossOneIn = 5 + random.nextInt(60);
            }
        }

        void perhaps() {
            if (remedy.isPresent() && time.millis() >= remedyMillis) {
                remedy.get().run();
                remedy = Optional.empty();
            } else if (remedy.isEmpty() && random.nextInt(80) == 0) {
                remedyMillis = time.millis() + 100 + random.nextInt(20_000);
                switch (trouble) {
                    case FREEZES -> freeze(nodes.get(random.nextInt(nodes.size())));
                    case KILLS -> kill(random.nextInt(nodes.size()));
                    case SPLIT -> split();
                    default -> remedy = Optional.empty();
                }
            }
        }

        private void freeze(SimulatedNode node) {
            note("freeze " + nodes.indexOf(node));
            node.member.frozen = true;
            remedy = Optional.of(() -> {
                note("thaw " + nodes.indexOf(node));
                grid.thaw(node.member);
            });
        }

        private void kill(int index) {
            note("kill " + index);
            SimulatedNode node = nodes.get(index);
            killedMillis.put(node, time.millis());
            replace(index, random.nextInt(20));
            nodes.forEach(each -> each.tell(Grid.Membership::lost));
            nodes.forEach(each -> each.tell(Grid.Membership::joined));
        }

        private void split() {
            List<SimulatedNode> smaller = nodes.subList(1 + nodes.size() / 2, nodes.size());
            if (smaller.isEmpty()) {
                return;
            }
            note("split");
            grid.split(smaller.stream().map(node -> node.member).toList());
            time.after(random.nextInt(60_000), () -> nodes.forEach(each -> each.tell(Grid.Membership::lost)));
            remedy = Optional.of(() -> heal(smaller));
        }

        private void heal(List<SimulatedNode> smaller) {
            note("heal");
            grid.heal();
            for (SimulatedNode node : nodes) {
                if (smaller.contains(node)) {
                    node.tell(Grid.Membership::merging);
                    node.tell(Grid.Membership::joined);
                    node.tell(Grid.Membership::merged);
                } else {
                    node.tell(Grid.Membership::joined);
                }
            }
        }

        void end() {
            remedy.ifPresent(Runnable::run);
            grid.longestDelayMillis = 3;
            grid.lossOneIn = 0;
        }
    }
}
