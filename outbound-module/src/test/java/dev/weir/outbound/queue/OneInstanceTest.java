package dev.weir.outbound.queue;

import static dev.weir.outbound.queue.SimulatedCluster.withSeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.outbound.Permit;
import dev.weir.outbound.ThrottleTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneInstanceTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    /** Case 1; an application watches when its calls arrive. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void acquire_aHundredAtOnce_allArriveAtTheFullRate(boolean watching) {
        withSeeds(seed -> {
            SimulatedCluster cluster = SimulatedCluster.kis(seed).watching(watching);
            cluster.instance("a", 0.5).calls(100, LONG);
            cluster.time.runUntilMillis(10_000);
            assertThat(cluster.remote.arrivals()).hasSize(100);
            assertThat(cluster.remote.refusals()).isZero();
            assertThat(cluster.remote.rate()).isGreaterThan(19);
        });
    }

    @Test
    void acquire_aloneOfTwoMembers_losesNoMoreThanTwoPercent() {
        withSeeds(seed -> {
            SimulatedCluster cluster = SimulatedCluster.kis(seed);
            SimulatedCluster.Instance busy = cluster.instance("a", 0.5);
            cluster.instance("b", 0.5);
            busy.keepBusy(30);
            cluster.time.runUntilMillis(32_000);
            assertThat(cluster.remote.refusals()).isZero();
            assertThat(cluster.remote.rate(1_000, 31_000)).isGreaterThan(0.98 * 20 / 1.02);
        });
    }

    @Test
    void acquire_remoteWithFixedSeconds_neverMoreThanTheLimit() {
        withSeeds(seed -> {
            SimulatedCluster cluster = SimulatedCluster.kis(seed);
            SimulatedCluster.Instance only = cluster.instance("a", 0.5);
            cluster.time.atMillis(seed * 5, () -> only.calls(200, LONG));
            cluster.time.runUntilMillis(20_000);
            assertThat(cluster.remote.arrivals()).hasSize(200);
            assertThat(cluster.remote.mostInFixedWindow()).isLessThanOrEqualTo(20);
        });
    }

    @Test
    void acquire_spacingEven_permitsComeOneByOne() {
        withSeeds(seed -> {
            for (int instances = 1; instances <= 2; instances++) {
                SimulatedCluster cluster = SimulatedCluster.kis(seed);
                cluster.spaced("kis", Duration.ofMillis(51));
                for (int i = 0; i < instances; i++) {
                    cluster.instance("i" + i, 0.5).calls(200 / instances, LONG);
                }
                cluster.time.runUntilMillis(15_000);
                List<Long> gaps = cluster.remote.gaps();
                assertThat(gaps).hasSize(199);
                double mean = gaps.stream().mapToLong(gap -> gap).average().orElseThrow() / 1e6;
                assertThat(mean).isBetween(50.0, 53.0);
                assertThat(gaps.stream().filter(gap -> gap >= 40_000_000).count())
                        .isGreaterThanOrEqualTo(198);
            }
        });
    }

    /** Case 6 as in an application, whose line does not know at first how late its calls arrive. */
    @Test
    void acquire_spacingEvenWhileCallsAreWatched_theTimeBetweenCountsFromTheirDeparture() {
        withSeeds(seed -> {
            for (int instances = 1; instances <= 2; instances++) {
                List<Long> gaps = watchedGaps(seed, instances, 10, 10);
                assertThat(mean(gaps)).isBetween(50.0, 53.0);
                assertThat(gaps.stream().filter(gap -> gap >= 40_000_000).count())
                        .isGreaterThanOrEqualTo(198);
            }
        });
    }

    /**
     * Answers that differ by more than the guard keep the permits of the limit until then: 20 in a window and in the
     * time of a response, 61 ms each. Counted from the response, the time between two would be 250 ms.
     */
    @Test
    void acquire_spacingEvenAndAnswersThatDiffer_keepsTheLimitAndItsRateButForTheirTime() {
        withSeeds(seed -> {
            for (int instances = 1; instances <= 2; instances++) {
                List<Long> gaps = watchedGaps(seed, instances, 150, 250);
                assertThat(mean(gaps)).isBetween(50.0, 64.0);
            }
        });
    }

    private static List<Long> watchedGaps(long seed, int instances, long leastMillis, long mostMillis) {
        SimulatedCluster cluster = SimulatedCluster.kis(seed).watching(true);
        cluster.spaced("kis", Duration.ofMillis(51));
        cluster.responses(leastMillis, mostMillis);
        for (int i = 0; i < instances; i++) {
            cluster.instance("i" + i, 0.5).calls(200 / instances, LONG);
        }
        cluster.time.runUntilMillis(60_000);
        List<Long> gaps = cluster.remote.gaps();
        assertThat(gaps).hasSize(199);
        assertThat(cluster.remote.refusals()).isZero();
        return gaps;
    }

    private static double mean(List<Long> gaps) {
        return gaps.stream().mapToLong(gap -> gap).average().orElseThrow() / 1e6;
    }

    @Test
    void acquire_untilResponse_safeUnderAnyJitter() {
        withSeeds(seed -> {
            for (int instances = 1; instances <= 2; instances++) {
                SimulatedCluster cluster = SimulatedCluster.kis(seed);
                cluster.untilResponse("kis", false);
                cluster.network(80, 10);
                for (int i = 0; i < instances; i++) {
                    cluster.instance("i" + i, 0.5).calls(300 / instances, LONG);
                }
                cluster.time.runUntilMillis(30_000);
                assertThat(cluster.remote.arrivals()).hasSize(300);
                assertThat(cluster.remote.refusals()).isZero();
                assertThat(cluster.remote.rate(2_000, 12_000)).isGreaterThanOrEqualTo(18);
            }
        });
    }

    /** Case 7. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void acquire_fiftyAtOnce_noneOvertakesAnother(boolean watching) {
        withSeeds(seed -> {
            SimulatedCluster cluster = SimulatedCluster.kis(seed).watching(watching);
            SimulatedCluster.Instance only = cluster.instance("a", 0.5);
            only.calls(50, LONG);
            cluster.time.runUntilMillis(5_000);
            assertThat(only.granted).isEqualTo(IntStream.range(0, 50).boxed().toList());
        });
    }

    @Test
    void acquire_callsThatEndOrAreCancelled_returnTheirPermitsOnce() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        only.calls(25, LONG);
        cluster.time.runUntilMillis(3);
        assertThat(only.inFlight).isEqualTo(20);
        Permit permit = only.futures.get(0).join();
        assertThat(permit.cancel()).isTrue();
        permit.close();
        assertThat(only.inFlight).isEqualTo(19);
        cluster.time.runUntilMillis(5_000);
        assertThat(only.granted).hasSize(25);
        assertThat(only.inFlight).isZero();
    }

    @Test
    void acquire_priorities_higherFirstThenInOrder() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        only.calls(20, LONG);
        cluster.time.runUntilMillis(100);
        for (int i = 0; i < 9; i++) {
            only.call(i % 3, LONG);
        }
        cluster.time.runUntilMillis(3_000);
        assertThat(only.granted.subList(20, 29)).containsExactly(22, 25, 28, 21, 24, 27, 20, 23, 26);
    }

    @Test
    void cancel_fortyOfFifty_theOtherTenMoveUp() {
        withSeeds(seed -> {
            SimulatedCluster cluster = SimulatedCluster.kis(seed);
            SimulatedCluster.Instance only = cluster.instance("a", 0.5);
            only.calls(20, LONG);
            cluster.time.runUntilMillis(500);
            only.calls(50, LONG);
            cluster.time.runUntilMillis(600);
            List<Integer> order = IntStream.range(20, 70).boxed().collect(java.util.stream.Collectors.toList());
            java.util.Collections.shuffle(order, cluster.random);
            order.subList(0, 40).forEach(number -> only.futures.get(number).cancel(true));
            assertThat(only.queue.queued(SimulatedCluster.KIS)).isEqualTo(10);
            cluster.time.runUntilMillis(1_400);
            assertThat(only.granted.subList(20, only.granted.size()))
                    .isEqualTo(order.subList(40, 50).stream().sorted().toList());
            assertThat(cluster.remote.refusals()).isZero();
        });
    }

    @Test
    void acquire_aHundredWithAWaitOfASecond_thoseInVainFailAtOnce() {
        withSeeds(seed -> {
            SimulatedCluster cluster = SimulatedCluster.kis(seed);
            SimulatedCluster.Instance only = cluster.instance("a", 0.5);
            only.calls(100, Duration.ofSeconds(1));
            cluster.time.runUntilMillis(20);
            assertThat(only.granted).hasSize(20);
            assertThat(only.futures.stream().filter(CompletableFuture::isCompletedExceptionally))
                    .hasSize(80);
            assertThatThrownBy(() -> PermitWait.await(only.futures.get(99)))
                    .isInstanceOfSatisfying(
                            ThrottleTimeoutException.class,
                            failure -> assertThat(failure.estimatedWait())
                                    .isBetween(Duration.ofMillis(1_010), Duration.ofMillis(1_030)));
            assertThatThrownBy(() -> PermitWait.await(only.futures.get(20)))
                    .isInstanceOfSatisfying(
                            ThrottleTimeoutException.class,
                            failure -> assertThat(failure.estimatedWait())
                                    .isBetween(Duration.ofMillis(1_010), Duration.ofMillis(1_030)));
        });
    }

    @Test
    void acquire_isLeftByCancel_costsNoPermit() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        only.calls(20, LONG);
        only.futures.subList(0, 20).forEach(each -> each.cancel(true));
        cluster.time.runUntilMillis(10);
        only.calls(20, Duration.ZERO);
        cluster.time.runUntilMillis(20);
        assertThat(only.granted).isEqualTo(IntStream.range(20, 40).boxed().toList());
    }

    @Test
    void acquire_firstLeavesWhileItsPermitIsOnItsWay_theNextGetsNoFewerThanItAskedFor() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 5);
        only.calls(1, LONG);
        var five = only.queue.acquire(List.of(SimulatedCluster.KIS), 5, 0, LONG);
        cluster.time.runUntilMillis(1);
        only.futures.get(0).cancel(true);
        cluster.time.runUntilMillis(30);
        assertThat(five).isCompleted();
        only.calls(16, LONG);
        cluster.time.runUntilMillis(900);
        assertThat(only.granted).hasSize(15);
    }

    @Test
    void cancelOfPermits_theirPlaceIsFreeAtOnce() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        var permit = only.queue.acquire(List.of(SimulatedCluster.KIS), 20, 0, LONG);
        cluster.time.runUntilMillis(10);
        only.calls(3, LONG);
        cluster.time.runUntilMillis(20);
        assertThat(only.granted).isEmpty();
        assertThat(permit.join().cancel()).isTrue();
        assertThat(permit.join().cancel()).isFalse();
        cluster.time.runUntilMillis(30);
        assertThat(only.granted).containsExactly(0, 1, 2);
    }

    @Test
    void timers_oneForTheLine_howeverManyWait() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        only.calls(1_000, LONG);
        cluster.time.runUntilMillis(10);
        long before = cluster.time.fired();
        cluster.time.runUntilMillis(1_010);
        assertThat(cluster.time.fired()).isEqualTo(before);
        cluster.time.runUntilMillis(1_100);
        assertThat(only.granted).hasSize(40);
        assertThat(cluster.time.fired() - before).isLessThanOrEqualTo(3);
    }
}
