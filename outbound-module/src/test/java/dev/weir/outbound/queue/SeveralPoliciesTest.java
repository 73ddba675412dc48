package dev.weir.outbound.queue;

import static dev.weir.outbound.queue.SimulatedCluster.withSeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.Slot;
import dev.weir.outbound.Permit;
import dev.weir.outbound.ThrottleQueueFullException;
import dev.weir.outbound.queue.port.LineId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SeveralPoliciesTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final List<LineId> ALL = List.of(
            new LineId("one", Key.global()), new LineId("two", Key.global()), new LineId("three", Key.global()));

    private static SimulatedCluster cluster(long seed) {
        SimulatedCluster cluster = SimulatedCluster.kis(seed);
        cluster.policy("one", new Limit(5, Duration.ofMillis(1_020)));
        cluster.policy("two", new Limit(3, Duration.ofMillis(520)));
        cluster.policy("three", new Limit(20, Duration.ofMillis(2_020)));
        return cluster;
    }

    @Test
    void acquire_randomSetsOfPolicies_allGetTheirPermitsInTheOrderOfEachLine() {
        withSeeds(seed -> {
            SimulatedCluster cluster = cluster(seed);
            List<SimulatedCluster.Instance> instances =
                    List.of(cluster.instance("a", 0.5), cluster.instance("b", seed % 2 == 0 ? 0.5 : 3));
            Map<String, List<Long>> grants = new HashMap<>();
            Map<String, List<Integer>> order = new HashMap<>();
            List<CompletableFuture<Permit>> futures = new ArrayList<>();
            List<Integer> overtaken = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                int number = i;
                SimulatedCluster.Instance instance = instances.get(cluster.random.nextInt(2));
                List<LineId> ids = new ArrayList<>(ALL);
                java.util.Collections.shuffle(ids, cluster.random);
                List<LineId> some = ids.subList(0, 1 + cluster.random.nextInt(3));
                boolean leaves = cluster.random.nextInt(5) == 0;
                cluster.time.atMillis(cluster.random.nextInt(3) * 100L, () -> {
                    CompletableFuture<Permit> future = instance.queue.acquire(some, 1, 0, LONG);
                    if (leaves) {
                        cluster.time.after(cluster.random.nextInt(2_000) * 1_000_000L, () -> future.cancel(true));
                        return;
                    }
                    futures.add(future);
                    some.forEach(line -> order.computeIfAbsent(instance.name + line.policy(), each -> new ArrayList<>())
                            .add(number));
                    var unused = future.thenAccept(permit -> {
                        for (LineId line : some) {
                            List<Integer> expected = order.get(instance.name + line.policy());
                            if (expected.get(0) != number) {
                                overtaken.add(number);
                            }
                            expected.remove((Integer) number);
                            grants.computeIfAbsent(line.policy(), each -> new ArrayList<>())
                                    .add(cluster.time.millis());
                        }
                        permit.close();
                    });
                });
            }
            cluster.time.runUntilMillis(60_000);
            assertThat(futures).allMatch(each -> each.isDone() && !each.isCompletedExceptionally());
            assertThat(overtaken).isEmpty();
            assertNoMoreThan(grants.get("one"), 5, 1_000);
            assertNoMoreThan(grants.get("two"), 3, 500);
            assertNoMoreThan(grants.get("three"), 20, 2_000);
        });
    }

    private static void assertNoMoreThan(List<Long> millis, int permits, long window) {
        for (int i = permits; i < millis.size(); i++) {
            assertThat(millis.get(i) - millis.get(i - permits)).isGreaterThanOrEqualTo(window);
        }
    }

    @Test
    void acquire_oneOfTwoHasNone_takesNothingOfTheOther() {
        SimulatedCluster cluster = cluster(1);
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        only.queue.acquire(List.of(ALL.get(1)), 3, 0, LONG);
        cluster.time.runUntilMillis(10);
        var both = only.queue.acquire(List.of(ALL.get(0), ALL.get(1)), 2, 0, LONG);
        var behind = only.queue.acquire(List.of(ALL.get(0)), 3, 0, LONG);
        cluster.time.runUntilMillis(400);
        assertThat(both).isNotDone();
        assertThat(behind).isNotDone();
        both.cancel(true);
        cluster.time.runUntilMillis(410);
        assertThat(behind).isCompleted();
        var rest = only.queue.acquire(List.of(ALL.get(0)), 2, 0, Duration.ZERO);
        cluster.time.runUntilMillis(420);
        assertThat(rest).isCompleted();
    }

    @Test
    void acquire_queueIsFull_failsAtOnce() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        only.calls(20, LONG);
        cluster.time.runUntilMillis(10);
        only.calls(1_000, LONG);
        assertThat(only.queue.queued("kis")).isEqualTo(1_000);
        assertThatThrownBy(() -> PermitWait.await(only.call(0, LONG)))
                .isInstanceOfSatisfying(
                        ThrottleQueueFullException.class,
                        e -> assertThat(e.waiting()).isEqualTo(1_000));
        only.futures.get(500).cancel(true);
        assertThat(only.call(0, LONG)).isNotDone();
    }

    @Test
    void acquire_morePermitsThanTheLimitHas_isRejected() {
        SimulatedCluster.Instance only = SimulatedCluster.kis(1).instance("a", 0.5);
        assertThatThrownBy(() -> only.queue.acquire(List.of(SimulatedCluster.KIS), 21, 0, LONG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("permits of policy \"kis\" must be <= 20, was 21");
    }

    @Test
    void acquire_keysOfOnePolicy_haveLinesOfTheirOwn() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        only.calls(30, LONG);
        cluster.time.runUntilMillis(10);
        var other = only.queue.acquire(List.of(new LineId("kis", Key.tenant("acme"))), 1, 0, LONG);
        cluster.time.runUntilMillis(20);
        assertThat(only.queue.queued("kis")).isEqualTo(10);
        assertThat(other).isCompleted();
    }

    @Test
    void acquire_slotHeldElsewhere_isFoundSoonAndSeldomAskedFor() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        cluster.untilResponse("kis", true);
        cluster.slots.free = 1;
        Slot elsewhere = cluster.slots.take();
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        only.calls(2, LONG);
        cluster.time.runUntilMillis(10_000);
        assertThat(only.granted).isEmpty();
        assertThat(cluster.slots.asked).isBetween(20, 40);
        elsewhere.close();
        cluster.time.runUntilMillis(10_520);
        assertThat(only.granted).hasSize(2);
        // after a slot of its own it asks often again
        Slot shortly = cluster.slots.take();
        only.calls(1, LONG);
        cluster.time.runUntilMillis(10_600);
        shortly.close();
        cluster.time.runUntilMillis(10_700);
        assertThat(only.granted).hasSize(3);
    }

    @Test
    void acquire_concurrency_neverMoreSlotsThanThereAre() {
        withSeeds(seed -> {
            SimulatedCluster cluster = SimulatedCluster.kis(seed);
            cluster.untilResponse("kis", true);
            cluster.slots.free = 3;
            cluster.network(20, 100);
            cluster.instance("a", 0.5).calls(20, LONG);
            cluster.instance("b", 0.5).calls(20, LONG);
            cluster.time.runUntilMillis(8_000);
            assertThat(cluster.remote.arrivals()).hasSize(40);
            assertThat(cluster.slots.most).isEqualTo(3);
            assertThat(cluster.remote.refusals()).isZero();
        });
    }
}
