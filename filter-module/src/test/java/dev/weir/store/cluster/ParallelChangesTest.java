package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.decided;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.CounterChange;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import dev.weir.store.grid.FakeGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several changes of one request: all wait for the cluster during the same time. */
class ParallelChangesTest {

    private static final Policy POLICY = StoreFixtures.policy("20/1h");
    private static final long TIMEOUT_MILLIS = 50;

    private final FakeGrid grid = new FakeGrid(new MutableClock());
    private final ClusterStore store = StoreFixtures.store(grid);

    @Test
    void applyAll_all_areBegunBeforeOneIsWaitedFor() {
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        List<Integer> begun = new ArrayList<>();
        WaitBudget budget = new WaitBudget(TIMEOUT_MILLIS, () -> {
            begun.add(grid.operations);
            grid.thaw();
            return 0;
        });
        assertThat(store.applyAll(acquires("alice", "bob", "carol"), budget))
                .allSatisfy(result -> assertThat(decided(result).source()).isEqualTo(Source.CLUSTER));
        assertThat(begun.get(0)).isEqualTo(3);
    }

    @Test
    void applyAll_answersInAnyOrder_areInTheOrderOfTheChanges() {
        store.applyAll(acquires("bob", "bob", "alice"), StoreFixtures.noBudget());
        assertThat(store.applyAll(acquires("alice", "bob", "carol"), StoreFixtures.noBudget()))
                .extracting(result -> StoreFixtures.remaining(decided(result)))
                .containsExactly(18L, 17L, 19L);
    }

    @Test
    void applyAll_oneIsSilent_theOthersAreAnswered() {
        grid.frozen = id -> id.endsWith("bob");
        assertThat(store.applyAll(acquires("alice", "bob", "carol"), StoreFixtures.noBudget()))
                .extracting(result -> decided(result).source())
                .containsExactly(Source.CLUSTER, Source.LOCAL, Source.CLUSTER);
    }

    @Test
    void applyAll_allAreSilent_waitOnceOnly() {
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        long[] nanos = {0};
        List<Long> asked = new ArrayList<>();
        WaitBudget budget = new WaitBudget(1, () -> {
            asked.add(nanos[0]);
            // the first wait takes all of the budget
            nanos[0] += TimeUnit.MILLISECONDS.toNanos(1);
            return nanos[0];
        });
        List<StoreResult> results = store.applyAll(acquires("alice", "bob", "carol"), budget);
        assertThat(results)
                .extracting(result -> decided(result).source())
                .containsExactly(Source.LOCAL, Source.LOCAL, Source.LOCAL);
        assertThat(asked).as("the clock is read before and after one wait").hasSize(2);
    }

    @Test
    void applyAll_allAreSilent_eachCountsAsAFailure() {
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        store.applyAll(acquires("a", "b", "c", "d", "e"), StoreFixtures.noBudget());
        grid.operations = 0;
        store.applyAll(acquires("f", "g"), StoreFixtures.noBudget());
        assertThat(grid.operations).as("one probe: the circuit is open").isEqualTo(1);
    }

    private static List<CounterChange> acquires(String... keys) {
        return Arrays.stream(keys)
                .map(key -> new CounterChange(StoreFixtures.id(POLICY, key), Change.ACQUIRE_ONE))
                .toList();
    }
}
