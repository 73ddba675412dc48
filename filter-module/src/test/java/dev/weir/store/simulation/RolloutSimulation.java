package dev.weir.store.simulation;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Lending;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.engine.Charge;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import dev.weir.store.simulation.Scenario.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The same requests, made from one seed, to which one policy applies alone, and together with another that is rolled
 * out for none, some and all keys. For a key that is not in the roll-out the first counts as if it were alone; and both
 * count for each key as if the roll-out was the same for all.
 */
final class RolloutSimulation {

    private static final int REQUESTS = 250;
    private static final int KEYS = 8;
    private static final Size SIZE = new Size(2, 4, 1, 1, REQUESTS);
    /** Longer than a run: nothing comes back while it lasts, whatever was on lease when. */
    private static final Duration WINDOW = Duration.ofDays(1);

    private final long seed;
    private final Policy enforced;
    private final Policy rolledOut;
    private final int part;

    RolloutSimulation(long seed) {
        this.seed = seed;
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 2);
        this.enforced = policy("enforced", random);
        this.rolledOut = policy("tested", random);
        this.part = 1 + random.nextInt(Policy.ALL_KEYS - 1);
    }

    /** Of small limits nothing is lent: a request is refused just when they are used up, on whatever instance. */
    private static Policy policy(String name, Random random) {
        Algorithm algorithm = random.nextBoolean() ? Algorithm.SLIDING_WINDOW : Algorithm.FIXED_WINDOW;
        long permits = random.nextInt(4) == 0 ? 1_000 : 1 + random.nextInt(32);
        boolean blocks = random.nextInt(4) == 0;
        long millis = blocks ? 1 + random.nextInt(20_000) : 0;
        return Policy.of(name, algorithm, List.of(new Limit(permits, WINDOW))).withBlock(BlockRule.lasting(millis));
    }

    /** A key that was counted otherwise. */
    Optional<String> run() {
        Policy some = rolledOut.withRollout(part);
        List<List<Long>> alone = counts(List.of(enforced));
        List<List<Long>> none = counts(List.of(enforced, rolledOut.withRollout(0)));
        List<List<Long>> shadow = counts(List.of(enforced, shadow()));
        List<List<Long>> all = counts(List.of(enforced, rolledOut));
        List<List<Long>> mixed = counts(List.of(enforced, some));
        for (int i = 0; i < KEYS; i++) {
            boolean isIn = new Charge(some, key(i), 1).enforced();
            List<Long> expected = isIn ? all.get(i) : none.get(i);
            if (!alone.get(i).get(0).equals(none.get(i).get(0))
                    || !none.get(i).equals(shadow.get(i))
                    || !mixed.get(i).equals(expected)) {
                return Optional.of("seed " + seed + ", " + enforced + ", " + rolledOut + ", " + part + ": key " + i
                        + (isIn ? " is in the roll-out" : " is not in the roll-out") + ", alone " + alone.get(i)
                        + ", for none " + none.get(i) + ", in the shadow " + shadow.get(i) + ", for all " + all.get(i)
                        + ", for some " + mixed.get(i));
            }
        }
        return Optional.empty();
    }

    private Policy shadow() {
        return rolledOut.withMode(Mode.SHADOW);
    }

    private static Key key(int index) {
        return Key.of("client-" + index);
    }

    /** What each of {@code policies} counts in the end, for each key. */
    private List<List<Long>> counts(List<Policy> policies) {
        Scenario scenario = new Scenario(SIZE, Set.of(), policies, 0, false, true);
        Books books = new Books(policies, false);
        Trace trace = new Trace(new KeySource(1, new Random(seed)));
        SimulatedCluster cluster = new SimulatedCluster(scenario, new Random(seed), books, trace, 1, node -> {});
        cluster.grid.longestDelayMillis = 0;
        cluster.start();
        Random requests = new Random(seed * 0x9E3779B97F4A7C15L + 3);
        long next = cluster.time.millis() + 100;
        for (int i = 0; i < REQUESTS; i++) {
            // those that wait in one run and not in the other come at the same time all the same
            next += 10 + requests.nextInt(200);
            cluster.time.pass(next - cluster.time.millis());
            SimulatedNode node = cluster.nodes.get(requests.nextInt(cluster.nodes.size()));
            Key key = key(Math.min(requests.nextInt(KEYS), requests.nextInt(KEYS)));
            long permits = requests.nextInt(10) == 0 ? 2 : 1;
            var unused = node.request(policies.stream()
                    .map(policy -> new Charge(policy, key, permits))
                    .toList());
        }
        cluster.time.idle(Lending.leaseMillis(policies.get(0)) * 15 / 8 + 62_000);
        return used(cluster, policies);
    }

    private static List<List<Long>> used(SimulatedCluster cluster, List<Policy> policies) {
        SimulatedGrid.Member member = cluster.nodes.get(0).member;
        List<List<Long>> counts = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            List<Long> ofKey = new ArrayList<>();
            for (Policy policy : policies) {
                String text = cluster.grid.text(member, StoreFixtures.text(new CounterId(policy, key(i))));
                ofKey.add(Books.used(policy, text, cluster.time.millis()));
            }
            counts.add(ofKey);
        }
        return counts;
    }
}
