package dev.weir.outbound.queue;

import static dev.weir.outbound.queue.SimulatedCluster.withSeeds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoInstancesTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @ParameterizedTest
    @CsvSource({"0.5, 0.5, 0", "0.1, 0.5, 0", "0.1, 1, 0", "0.5, 5, 0", "0.5, 0.5, 50", "0.5, 5, 50", "5, 0.5, 50"})
    void acquire_fiftyEach_bothGetTheirPart(double near, double far, int later) {
        withSeeds(seed -> {
            SimulatedCluster cluster = SimulatedCluster.kis(seed);
            cluster.network(4, 10);
            SimulatedCluster.Instance one = cluster.instance("a", near);
            SimulatedCluster.Instance other = cluster.instance("b", far);
            one.calls(50, LONG);
            cluster.time.atMillis(later, () -> other.calls(50, LONG));
            cluster.time.runUntilMillis(20_000);
            assertThat(cluster.remote.arrivals()).hasSize(100);
            assertThat(cluster.remote.refusals()).isZero();
            assertThat(cluster.remote.rate()).isGreaterThan(19);
            assertThat(cluster.remote.from("a", 60)).isBetween(24L, 36L);
        });
    }

    /** Case 2 as in an application, which watches when its calls arrive. */
    @ParameterizedTest
    @CsvSource({"0.5, 0.5, 0", "0.1, 1, 0", "0.5, 5, 0", "0.5, 5, 50"})
    void acquire_fiftyEachWhileCallsAreWatched_bothGetTheirPart(double near, double far, int later) {
        withSeeds(seed -> {
            SimulatedCluster cluster = SimulatedCluster.kis(seed).watching(true);
            cluster.network(4, 10);
            SimulatedCluster.Instance one = cluster.instance("a", near);
            SimulatedCluster.Instance other = cluster.instance("b", far);
            one.calls(50, LONG);
            cluster.time.atMillis(later, () -> other.calls(50, LONG));
            cluster.time.runUntilMillis(20_000);
            assertThat(cluster.remote.arrivals()).hasSize(100);
            assertThat(cluster.remote.refusals()).isZero();
            assertThat(cluster.remote.rate()).isGreaterThan(19);
            assertThat(cluster.remote.from("a", 60)).isBetween(24L, 36L);
        });
    }

    /** Case 3 as in an application. */
    @Test
    void acquire_fiveMinutesWhileCallsAreWatched_noRefusalAndHardlyAPermitLost() {
        for (long seed = 0; seed < 8; seed++) {
            SimulatedCluster cluster = SimulatedCluster.kis(seed).watching(true);
            cluster.instance("a", 0.5).keepBusy(30);
            cluster.instance("b", List.of(0.5, 2.0, 5.0, 20.0).get((int) seed % 4))
                    .keepBusy(30);
            cluster.time.runUntilMillis(300_000);
            assertThat(cluster.remote.refusals()).as("seed %d", seed).isZero();
            assertThat(cluster.remote.arrivals()).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(5_700);
        }
    }

    /**
     * One begins later, or its counter is far away, by half of a round trip that is longer than a permit may be late.
     */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0.5, 100",
        "0.5, 0.5, 200",
        "0.5, 5, 100",
        "0.5, 20, 0",
        "0.5, 50, 0",
        "50, 0.5, 0",
        "5, 50, 0",
        "50, 50, 100"
    })
    void acquire_oneIsLateOrFarAway_bothGetTheirPart(double near, double far, int later) {
        for (long seed = 0; seed < 40; seed++) {
            SimulatedCluster cluster = SimulatedCluster.kis(seed);
            cluster.network(4, 10);
            SimulatedCluster.Instance one = cluster.instance("a", near);
            SimulatedCluster.Instance other = cluster.instance("b", far);
            one.calls(50, LONG);
            cluster.time.atMillis(later, () -> other.calls(50, LONG));
            cluster.time.runUntilMillis(20_000);
            assertThat(cluster.remote.arrivals()).as("seed %d", seed).hasSize(100);
            assertThat(cluster.remote.refusals()).as("seed %d", seed).isZero();
            assertThat(cluster.remote.rate()).as("seed %d", seed).isGreaterThan(19);
            assertThat(cluster.remote.from("a", 60)).as("seed %d", seed).isBetween(24L, 36L);
        }
    }

    /** The first has used a window up alone: the other gets about as much from then on, and no more in all. */
    @ParameterizedTest
    @CsvSource({"0.5, 300", "0.5, 600", "5, 600", "50, 900"})
    void acquire_oneComesWhenTheWindowIsUsedUp_isServedAsTheOther(double far, int later) {
        for (long seed = 0; seed < 40; seed++) {
            SimulatedCluster cluster = SimulatedCluster.kis(seed);
            cluster.network(4, 10);
            cluster.instance("a", 0.5).calls(60, LONG);
            SimulatedCluster.Instance other = cluster.instance("b", far);
            cluster.time.atMillis(later, () -> other.calls(60, LONG));
            cluster.time.runUntilMillis(20_000);
            assertThat(cluster.remote.refusals()).as("seed %d", seed).isZero();
            assertThat(cluster.remote.from("b", 20)).as("seed %d", seed).isZero();
            assertThat(cluster.remote.from("b", 60)).as("seed %d", seed).isBetween(14L, 30L);
        }
    }

    @Test
    void acquire_fiveMinutes_noRefusalAndHardlyAPermitLost() {
        for (long seed = 0; seed < 20; seed++) {
            SimulatedCluster cluster = SimulatedCluster.kis(seed);
            SimulatedCluster.Instance one = cluster.instance("a", 0.5);
            SimulatedCluster.Instance other =
                    cluster.instance("b", List.of(0.5, 2.0, 5.0, 20.0).get((int) seed % 4));
            one.keepBusy(30);
            other.keepBusy(30);
            cluster.time.runUntilMillis(300_000);
            assertThat(cluster.remote.refusals()).as("seed %d", seed).isZero();
            assertThat(cluster.remote.arrivals()).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(5_700);
            assertThat(cluster.remote.from("a", 5_700)).as("seed %d", seed).isBetween(2_300L, 3_400L);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "1, 3", "2, 2", "2, 3", "3, 2", "5, 3"})
    void acquire_fewPermits_noInstanceStarves(int permits, int instances) {
        withSeeds(seed -> {
            SimulatedCluster cluster =
                    new SimulatedCluster(seed, new SimulatedCluster.StrictRemoteLimit(permits, 1_000));
            cluster.policy("kis", new Limit(permits, Duration.ofMillis(1_020)));
            for (int i = 0; i < instances; i++) {
                cluster.instance("i" + i, i == 0 ? 0.5 : 5).calls(60, LONG);
            }
            cluster.time.runUntilMillis(21_000);
            int first = 18 * permits;
            assertThat(cluster.remote.refusals()).isZero();
            assertThat(cluster.remote.rate()).isGreaterThan(0.95 * permits / 1.02);
            for (int i = 0; i < instances; i++) {
                assertThat(cluster.remote.from("i" + i, first)).isGreaterThanOrEqualTo(first / instances / 2);
            }
        });
    }

    @Test
    void acquire_threeInstances_eachGetsItsPart() {
        withSeeds(seed -> {
            SimulatedCluster cluster = SimulatedCluster.kis(seed);
            cluster.instance("a", 0.5).calls(50, LONG);
            cluster.instance("b", 5).calls(50, LONG);
            cluster.instance("c", 1).calls(50, LONG);
            cluster.time.runUntilMillis(20_000);
            assertThat(cluster.remote.refusals()).isZero();
            assertThat(cluster.remote.rate()).isGreaterThan(19);
            for (String each : new String[] {"a", "b", "c"}) {
                assertThat(cluster.remote.from(each, 60)).isBetween(16L, 24L);
            }
        });
    }

    @Test
    void kill_oneOfTwo_theOtherHasTheWholeRateSoon() {
        withSeeds(seed -> {
            SimulatedCluster cluster = SimulatedCluster.kis(seed);
            SimulatedCluster.Instance one = cluster.instance("a", 0.5);
            SimulatedCluster.Instance other = cluster.instance("b", 0.5);
            one.keepBusy(40);
            other.keepBusy(40);
            cluster.time.runUntilMillis(5_000 + seed * 5);
            one.kill();
            cluster.time.runUntilMillis(20_000);
            assertThat(cluster.remote.refusals()).isZero();
            assertThat(cluster.remote.rate(8_000, 18_200)).isGreaterThanOrEqualTo(19);
        });
    }

    /** What is in flight elsewhere is no reason to expect a wait until the last moment at which it could be used. */
    @ParameterizedTest
    @CsvSource({"0.5, 20", "20, 50", "50, 50", "80, 120"})
    void acquire_allPermitsAreInFlightElsewhere_isNotHopeless(double near, double far) {
        withSeeds(seed -> {
            SimulatedCluster cluster = SimulatedCluster.kis(seed);
            cluster.policy("kis", new Limit(5, Duration.ofSeconds(1)));
            cluster.untilResponse("kis", seed % 2 == 0);
            cluster.network(100, 200);
            List<SimulatedCluster.Instance> both = List.of(cluster.instance("a", near), cluster.instance("b", far));
            both.forEach(each -> each.calls(10, Duration.ofSeconds(25)));
            cluster.time.runUntilMillis(20_000);
            assertThat(both).allMatch(each -> each.granted.size() == 10);
        });
    }
}
