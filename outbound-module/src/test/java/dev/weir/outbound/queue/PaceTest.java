package dev.weir.outbound.queue;

import static dev.weir.outbound.queue.SimulatedCluster.KIS;
import static dev.weir.outbound.queue.SimulatedCluster.withSeeds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import dev.weir.outbound.queue.port.LineSettings;
import dev.weir.outbound.queue.port.SharedPace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private static List<Long> arrivals(SimulatedCluster cluster, long fromMillis, long toMillis) {
        return cluster.remote.arrivals().stream()
                .map(each -> each.nanos() / 1_000_000)
                .filter(millis -> millis >= fromMillis && millis < toMillis)
                .toList();
    }

    private static long mostInAWindow(List<Long> millis) {
        return millis.stream()
                .mapToLong(from -> millis.stream()
                        .filter(each -> each >= from && each < from + 1_000)
                        .count())
                .max()
                .orElse(0);
    }

    @Test
    void remoteRefused_retryAfterTwoSeconds_bothInstancesPauseAndGoOnAtHalfTheRate() {
        withSeeds(seed -> {
            SimulatedCluster cluster = SimulatedCluster.kis(seed);
            SimulatedCluster.Instance one = cluster.instance("a", 0.5);
            SimulatedCluster.Instance other = cluster.instance("b", 0.5);
            one.keepBusy(30);
            other.keepBusy(30);
            long refused = 2_000 + seed * 5;
            cluster.time.runUntilMillis(refused);
            one.queue.remoteRefused(KIS, Optional.of(Duration.ofSeconds(2)));
            cluster.time.runUntilMillis(30_000);
            List<Long> after = arrivals(cluster, refused + 10, 30_000);
            assertThat(after.get(0) - refused).isBetween(2_000L, 2_500L);
            assertThat(mostInAWindow(arrivals(cluster, refused + 1_000, refused + 4_000)))
                    .isLessThanOrEqualTo(11);
            assertThat(mostInAWindow(arrivals(cluster, refused + 4_100, refused + 8_100)))
                    .isLessThanOrEqualTo(14);
            assertThat(cluster.remote.rate(refused + 2_000, refused + 4_040)).isGreaterThan(8);
            assertThat(cluster.remote.rate(refused + 13_000, refused + 20_000)).isGreaterThan(19);
            assertThat(one.events).contains("paused PT2S");
            assertThat(other.events).anyMatch(each -> each.startsWith("paused PT"));
            assertThat(other.events).contains("rated 500");
        });
    }

    @Test
    void remoteRefused_manyAtOnce_halvesTheRateOnce() {
        LineSettings settings = SimulatedCluster.kis(1).settings.get("kis");
        SharedPace pace = SharedPace.FULL;
        for (int i = 0; i < 20; i++) {
            pace = pace.refused(100_000 + i, Duration.ofMillis(500), settings);
        }
        assertThat(pace.permille()).isEqualTo(500);
        assertThat(pace.pausedUntil()).isEqualTo(100_519);
        assertThat(pace.permilleAt(100_519 + 1_020, settings)).isEqualTo(550);
        assertThat(pace.permilleAt(100_519 + 10 * 1_020, settings)).isEqualTo(1_000);
        assertThat(pace.refused(100_519 + 1_020, Duration.ZERO, settings).permille())
                .isEqualTo(275);
    }

    @Test
    void pause_noCallOnAnyInstance_zeroEndsIt() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance one = cluster.instance("a", 0.5);
        SimulatedCluster.Instance other = cluster.instance("b", 0.5);
        one.queue.pause(KIS, Duration.ofHours(1));
        cluster.time.runUntilMillis(10);
        one.calls(5, Duration.ofHours(2));
        other.calls(5, Duration.ofHours(2));
        cluster.time.runUntilMillis(10_000);
        assertThat(cluster.remote.arrivals()).isEmpty();
        other.queue.pause(KIS, Duration.ZERO);
        cluster.time.runUntilMillis(10_050);
        assertThat(cluster.remote.arrivals()).hasSize(10);
    }

    @Test
    void pace_refusedAndPausedByTheOther_isKnownOnBothAndEnds() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance one = cluster.instance("a", 0.5);
        SimulatedCluster.Instance other = cluster.instance("b", 0.5);
        assertThat(one.queue.pace("kis")).isEqualTo(PresentPace.FULL);
        one.calls(1, LONG);
        other.calls(1, LONG);
        cluster.time.runUntilMillis(1_000);
        Instant refused = Instant.ofEpochMilli(cluster.time.millis());
        one.queue.remoteRefused(KIS, Optional.of(Duration.ofSeconds(2)));
        cluster.time.runUntilMillis(1_100);
        PresentPace halved = new PresentPace(Optional.of(refused.plusSeconds(2)), 500);
        assertThat(one.queue.pace("kis")).isEqualTo(halved);
        assertThat(other.queue.pace("kis")).isEqualTo(halved);
        assertThat(other.queue.pace("another")).isEqualTo(PresentPace.FULL);
        cluster.time.runUntilMillis(3_010);
        assertThat(other.queue.pace("kis")).isEqualTo(new PresentPace(Optional.empty(), 500));
        cluster.time.runUntilMillis(20_000);
        assertThat(other.queue.pace("kis")).isEqualTo(PresentPace.FULL);
    }

    @Test
    void pace_linesOfSeveralKeys_isTheLongestPauseAndTheLeastShare() {
        LineSettings settings = SimulatedCluster.kis(1).settings.get("kis");
        SharedPace paused = SharedPace.FULL.paused(1_000, Duration.ofSeconds(9));
        SharedPace refused = SharedPace.FULL.refused(1_000, Duration.ofSeconds(2), settings);
        PresentPace both = new PresentPace(Optional.of(Instant.ofEpochMilli(10_000)), 500);
        assertThat(PresentPace.FULL.and(paused, settings, 1_500).and(refused, settings, 1_500))
                .isEqualTo(both);
        assertThat(PresentPace.FULL.and(refused, settings, 1_500).and(paused, settings, 1_500))
                .isEqualTo(both);
    }

    @Test
    void pause_longerThanTheWait_thoseWhoWaitFailAtOnce() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        only.calls(25, Duration.ofSeconds(5));
        cluster.time.runUntilMillis(10);
        only.queue.pause(KIS, Duration.ofMinutes(1));
        assertThat(only.queue.queued("kis")).isZero();
        assertThat(only.futures.get(24)).isCompletedExceptionally();
        assertThat(only.call(0, Duration.ofSeconds(5))).isCompletedExceptionally();
    }

    @Test
    void pause_whilePermitsAreOnTheirWay_theyAreGivenBack() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 5);
        only.calls(1, LONG);
        cluster.time.runUntilMillis(3);
        only.queue.pause(KIS, Duration.ofSeconds(1));
        cluster.time.runUntilMillis(999);
        assertThat(only.granted).isEmpty();
        only.calls(19, LONG);
        cluster.time.runUntilMillis(1_100);
        assertThat(only.granted).hasSize(20);
    }

    @Test
    void near_toldOnceAWindow() {
        SimulatedCluster cluster = SimulatedCluster.kis(1);
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        for (int i = 0; i < 60; i++) {
            cluster.time.atMillis(i * 55L, () -> only.call(0, LONG));
        }
        cluster.time.runUntilMillis(3_300);
        assertThat(only.events.stream().filter(each -> each.startsWith("near"))).hasSize(3);
    }

    @Test
    void remoteRefused_limitOfOne_isKeptOverSeveralWindows() {
        SimulatedCluster cluster = new SimulatedCluster(1, new SimulatedCluster.StrictRemoteLimit(1, 1_000));
        cluster.policy("kis", new Limit(1, Duration.ofMillis(1_020)));
        SimulatedCluster.Instance only = cluster.instance("a", 0.5);
        only.keepBusy(10);
        only.queue.remoteRefused(KIS, Optional.of(Duration.ZERO));
        cluster.time.runUntilMillis(7_900);
        assertThat(cluster.remote.arrivals().size()).isBetween(3, 5);
        cluster.time.runUntilMillis(30_000);
        assertThat(cluster.remote.arrivals().size()).isGreaterThan(20);
    }
}
