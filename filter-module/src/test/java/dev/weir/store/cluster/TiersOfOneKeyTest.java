package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import dev.weir.MutableClock;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.memory.LocalStore;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers of one key are on several tiers: each is decided by the limits of its own, whatever leases are out. */
class TiersOfOneKeyTest {

    private static final String KEY = "acme";

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final FakeGrid secondGrid = new FakeGrid(grid);
    private long nextTickMillis;

    private static List<Policy> tiers(String... limits) {
        List<List<Limit>> each = Stream.of(limits).map(LimitReader::readAll).toList();
        List<Limit> all = each.stream().flatMap(List::stream).distinct().toList();
        Policy policy = StoreFixtures.policy("unlimited");
        return each.stream().map(own -> policy.onTier(own, all)).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void acquire_inTurnOnTwoInstances_isStrictForEachTier(int seed) {
        grid.board.instant = true;
        List<CounterStore> stores = List.of(StoreFixtures.store(grid), StoreFixtures.store(secondGrid));
        keepsAllLimits(stores, tiers("200/1m,3000/1h", "3000/1m", "500/10s"), seed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void acquire_inTurnInMemory_isStrictForEachTier(int seed) {
        keepsAllLimits(List.of(new LocalStore(clock, 100)), tiers("200/1m,3000/1h", "3000/1m", "500/10s"), seed);
    }

    private void keepsAllLimits(List<CounterStore> stores, List<Policy> tiers, int seed) {
        Random random = new Random(seed);
        List<Long> admitted = new ArrayList<>();
        int ofAll = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(100) == 0 ? random.nextInt(20_000) : random.nextInt(12)));
            tick(stores);
            // long runs of one tier, so that it has leases
            int tier = random.nextInt(20) == 0 ? random.nextInt(tiers.size()) : (i / 500 + seed) % tiers.size();
            CounterStore store = stores.get(random.nextInt(stores.size()));
            if (admits(store, tiers.get(tier))) {
                admitted.add(clock.millis());
                ofAll |= 1 << tier;
                for (Limit limit : tiers.get(tier).limits()) {
                    assertThat(admittedSince(clock.millis() - limit.windowMillis(), admitted, limit))
                            .as("admitted within %s, seed %s, request %s", limit, seed, i)
                            .isLessThanOrEqualTo(limit.permits());
                }
            } else {
                refused++;
            }
        }
        assertThat(ofAll).as("every tier was admitted").isEqualTo(0b111);
        assertThat(refused).as("limits were reached").isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void acquire_answersThatComeTogether_isStrictForEachTier(int seed) {
        List<ClusterStore> stores = List.of(StoreFixtures.store(grid), StoreFixtures.store(grid));
        List<Policy> tiers = tiers("200/1m", "3000/1m");
        Random random = new Random(seed);
        List<Long> admitted = new ArrayList<>();
        List<Integer> ofTier = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(20)));
            tick(stores);
            Policy policy = tiers.get(random.nextInt(20) == 0 ? 0 : (i / 1_000) % 2);
            ClusterStore store = stores.get(random.nextInt(stores.size()));
            if (random.nextInt(10) == 0) {
                grid.behaviour = FakeGrid.Behaviour.SILENT;
            } else if (random.nextInt(5) == 0) {
                grid.thaw();
                while (!grid.later.isEmpty()) {
                    grid.later.remove().run();
                }
            }
            Change change = new Change.Acquire(1);
            StoreResult known = store.tryDecide(id(policy, KEY), change);
            if (known == null) {
                var unused = store.begin(id(policy, KEY), change).verdict().thenAccept(verdict -> {
                    if (verdict.allowed()) {
                        record(policy, admitted, ofTier);
                    }
                });
            } else if (StoreFixtures.decided(known).allowed()) {
                record(policy, admitted, ofTier);
            }
        }
        assertThat(ofTier)
                .as("tiers of those that were admitted, -1 after one too many")
                .contains(200, 3_000)
                .doesNotContain(-1);
    }

    /** Takes a permit, and lets pass at once what the store would wait for. */
    private boolean admits(CounterStore store, Policy tier) {
        if (!(store instanceof ClusterStore cluster)) {
            return acquire(store, tier, KEY).allowed();
        }
        StoreResult known = cluster.tryDecide(id(tier, KEY), Change.ACQUIRE_ONE);
        if (known == null) {
            Attempt attempt = cluster.begin(id(tier, KEY), Change.ACQUIRE_ONE);
            for (FakeGrid each : List.of(grid, secondGrid)) {
                while (!each.later.isEmpty()) {
                    each.later.remove().run();
                }
            }
            known = attempt.end(Optional.of(attempt.verdict().getNow(null)), true);
        }
        return StoreFixtures.decided(known).allowed();
    }

    /** Once a second, as instances are that are not frozen: others use no lease. */
    private void tick(List<? extends CounterStore> stores) {
        if (clock.millis() >= nextTickMillis) {
            nextTickMillis = clock.millis() + 1_000;
            for (CounterStore each : stores) {
                if (each instanceof ClusterStore store) {
                    store.tick();
                }
            }
        }
    }

    private void record(Policy policy, List<Long> admitted, List<Integer> ofTier) {
        Limit limit = policy.limits().get(0);
        admitted.add(clock.millis());
        ofTier.add((int) limit.permits());
        if (admittedSince(clock.millis() - limit.windowMillis(), admitted, limit) > limit.permits()) {
            ofTier.add(-1);
        }
    }

    /** How many of the times are later than {@code millis}; no more are counted than the limit and one. */
    private static long admittedSince(long millis, List<Long> admitted, Limit limit) {
        long count = 0;
        while (count <= limit.permits()
                && count < admitted.size()
                && admitted.get(admitted.size() - 1 - (int) count) > millis) {
            count++;
        }
        return count;
    }

    @Test
    void acquire_waitingTogetherForTheGrid_areDecidedEachByItsTier() {
        ClusterStore store = StoreFixtures.store(grid);
        List<Policy> tiers = tiers("2/1h", "10/1h");
        for (int i = 0; i < 3; i++) {
            acquire(store, tiers.get(1), KEY);
        }
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Attempt first = store.begin(id(tiers.get(1), KEY), new Change.Acquire(1));
        Attempt small = store.begin(id(tiers.get(0), KEY), new Change.Acquire(1));
        Attempt large = store.begin(id(tiers.get(1), KEY), new Change.Acquire(1));
        grid.thaw();
        assertThat(List.of(first, small, large))
                .extracting(each ->
                        each.verdict().orTimeout(1, TimeUnit.SECONDS).join().allowed())
                .containsExactly(true, false, true);
    }

    @Test
    void acquire_clusterSilent_isTheShareOfTheTier() {
        ClusterStore store = StoreFixtures.store(grid);
        List<Policy> tiers = tiers("4/1h", "20/1h");
        acquire(store, tiers.get(1), KEY);
        acquire(store, tiers.get(0), KEY);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        // two members, of which each takes two permits for one
        assertThat(admitted(store, tiers.get(0))).isEqualTo(1);
        assertThat(admitted(store, tiers.get(1))).isEqualTo(8);
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        StoreFixtures.pass(store, clock, Duration.ofSeconds(5));
        assertThat(StoreFixtures.remaining(store, tiers.get(1), KEY))
                .as("two by the grid, and nine alone")
                .isEqualTo(20 - 2 - 9);
    }

    private static int admitted(ClusterStore store, Policy policy) {
        int admitted = 0;
        for (int i = 0; i < 20; i++) {
            StoreResult result = store.apply(id(policy, KEY), new Change.Acquire(1), StoreFixtures::noBudget);
            admitted += StoreFixtures.decided(result).allowed() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void acquire_refusedOnOneTierWhileAnotherIsAdmitted_looksOnceASecond() {
        ClusterStore store = StoreFixtures.store(grid);
        List<Policy> tiers = tiers("1/1h", "100000/1h");
        acquire(store, tiers.get(0), KEY);
        int operations = 0;
        for (int i = 0; i < 1_000; i++) {
            clock.advance(Duration.ofMillis(10));
            assertThat(acquire(store, tiers.get(1), KEY).allowed()).isTrue();
            grid.operations = 0;
            assertThat(acquire(store, tiers.get(0), KEY).allowed()).isFalse();
            operations += grid.operations;
        }
        assertThat(operations)
                .as("in ten seconds, each with a swap and a read at most")
                .isLessThan(40);
    }

    @Test
    void reset_ofAKeyThatIsRefusedOnAnotherTier_admitsAtOnce() {
        ClusterStore store = StoreFixtures.store(grid);
        List<Policy> tiers = tiers("1/1h", "10/1h");
        acquire(store, tiers.get(0), KEY);
        assertThat(acquire(store, tiers.get(0), KEY).allowed()).isFalse();
        assertThat(acquire(store, tiers.get(1), KEY).allowed()).isTrue();
        StoreFixtures.counted(store, tiers.get(1), KEY, new Change.Reset());
        assertThat(acquire(store, tiers.get(0), KEY).allowed()).isTrue();
    }

    @Test
    void acquire_refusedOnTheSmallTier_isNotRememberedForTheLarge() {
        ClusterStore store = StoreFixtures.store(grid);
        List<Policy> tiers = tiers("1/1h", "10/1h");
        assertThat(acquire(store, tiers.get(0), KEY).allowed()).isTrue();
        assertThat(acquire(store, tiers.get(0), KEY).allowed()).isFalse();
        assertThat(acquire(store, tiers.get(1), KEY).allowed()).isTrue();
        assertThat(acquire(store, tiers.get(0), KEY).allowed()).isFalse();
    }
}
