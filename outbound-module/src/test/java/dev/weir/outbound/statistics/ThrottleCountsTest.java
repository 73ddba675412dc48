package dev.weir.outbound.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.outbound.ThrottleStatistics;
import dev.weir.spi.ModuleMetric;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThrottleCountsTest {

    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private final TestClock clock = new TestClock();
    private final ThrottleCounts counts = new ThrottleCounts(clock);

    private void attempt(Outcome.Sent outcome) {
        counts.waited("kis", MILLISECOND);
        counts.called("kis", outcome, 10 * MILLISECOND);
    }

    @Test
    void statistics_ofACallThatSucceededTheSecondTime_hasTwoAttemptsAndOneSuccess() {
        attempt(Outcome.Answer.LIMITED);
        counts.remoteRefused("kis", Duration.ZERO);
        counts.backedOff("kis", Duration.ofMillis(250));
        counts.retried("kis");
        attempt(Outcome.Answer.SUCCESS);
        counts.ended("kis", Outcome.Answer.SUCCESS);
        clock.move(Duration.ofSeconds(1));
        ThrottleStatistics statistics = counts.statistics("kis");
        assertThat(statistics.calls()).isEqualTo(2);
        assertThat(statistics.succeeded()).isOne();
        assertThat(statistics.failed()).isEmpty();
        assertThat(statistics.retries()).isOne();
        assertThat(statistics.remoteRefusals()).isOne();
        assertThat(statistics.backedOff()).isEqualTo(Duration.ofMillis(250));
        assertThat(statistics.perSecond()).hasSize(60).endsWith(2L).contains(0L);
        assertThat(statistics.waitP99()).isBetween(Duration.ofNanos(970_000), Duration.ofNanos(1_040_000));
    }

    @Test
    void inFlight_attemptsWithPermits_untilTheyReturnThem() {
        attempt(Outcome.Answer.SUCCESS);
        counts.waited("kis", MILLISECOND);
        counts.waited("other", MILLISECOND);
        counts.returned("kis");
        assertThat(counts.inFlight("kis")).isEqualTo(1);
        counts.returned("kis");
        assertThat(counts.inFlight("kis")).isZero();
        assertThat(counts.inFlight("other")).isEqualTo(1);
    }

    @Test
    void statistics_ofFailures_hasEachKind() {
        attempt(Outcome.Failed.status(502));
        counts.ended("kis", Outcome.Failed.status(502));
        attempt(Outcome.Failed.exception(new FileNotFoundException()));
        counts.ended("kis", Outcome.Failed.exception(new FileNotFoundException()));
        attempt(Outcome.Failed.exception(new IllegalStateException("secret")));
        counts.ended("kis", Outcome.Failed.exception(new IllegalStateException("secret")));
        attempt(Outcome.Answer.LIMITED);
        counts.ended("kis", Outcome.Answer.LIMITED);
        counts.ended("kis", Outcome.NotSent.TIMEOUT);
        counts.ended("kis", Outcome.NotSent.QUEUE_FULL);
        counts.ended("kis", Outcome.NotSent.CANCELLED);
        ThrottleStatistics statistics = counts.statistics("kis");
        assertThat(statistics.calls()).isEqualTo(4);
        assertThat(statistics.succeeded()).isZero();
        assertThat(statistics.failed())
                .isEqualTo(Map.of(
                        "status:502",
                        1L,
                        "io",
                        1L,
                        "IllegalStateException",
                        1L,
                        "limited",
                        1L,
                        "timeout",
                        1L,
                        "queue-full",
                        1L,
                        "cancelled",
                        1L));
    }

    @Test
    void statistics_ofPausesBatchesAndTheQueue_hasThem() {
        counts.paused("kis", Duration.ofSeconds(2));
        counts.paused("kis", Duration.ofSeconds(1));
        counts.batch("kis", 100, 3);
        counts.queue("kis", () -> 7);
        ThrottleStatistics statistics = counts.statistics("kis");
        assertThat(statistics.paused()).isEqualTo(Duration.ofSeconds(3));
        assertThat(statistics.batches()).isOne();
        assertThat(statistics.queued()).isEqualTo(7);
        assertThat(statistics.since()).isEqualTo(clock.instant());
    }

    @Test
    void statistics_ofAPolicyWithoutCalls_isZero() {
        ThrottleStatistics statistics = counts.statistics("idle");
        assertThat(statistics.calls()).isZero();
        assertThat(statistics.waitP99()).isZero();
        assertThat(statistics.perSecond()).hasSize(60).containsOnly(0L);
    }

    @Test
    void called_withAThousandKindsOfFailures_keepsThirtyTwoAndTheirSum() {
        IntStream.range(0, 1_000).forEach(i -> counts.called("kis", new Outcome.Failed("kind" + i), 1));
        Map<String, Long> errors = counts.totals("kis").errors();
        assertThat(errors).hasSize(Kinds.MOST + 1).containsEntry(Kinds.OTHER, 1_000L - Kinds.MOST);
        assertThat(counts.totals("kis").of(Counter.FAILED)).isEqualTo(1_000);
    }

    @Test
    void called_byManyThreads_losesNothing() throws Exception {
        int threads = 8;
        int each = 5_000;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            executor.execute(() -> IntStream.range(0, each).forEach(any -> attempt(Outcome.Answer.SUCCESS)));
        }
        executor.shutdown();
        assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        Totals totals = counts.totals("kis");
        assertThat(totals.sent()).isEqualTo((long) threads * each);
        assertThat(totals.of(Counter.STARTED)).isEqualTo((long) threads * each);
        assertThat(totals.perSecond().counts()).containsExactly((long) threads * each);
    }

    @Test
    void metrics_ofAPolicy_haveTheNamesAndLabelsOfTheReference() {
        attempt(Outcome.Answer.LIMITED);
        counts.remoteRefused("kis", Duration.ZERO);
        counts.retried("kis");
        counts.ended("kis", Outcome.NotSent.QUEUE_FULL);
        counts.queue("kis", () -> 3);
        List<ModuleMetric> metrics = ThrottleMetrics.of(counts, "kis");
        assertThat(metrics.stream().map(ModuleMetric::name).distinct())
                .containsExactly(
                        "ratelimit_throttle_calls_total",
                        "ratelimit_throttle_retries_total",
                        "ratelimit_throttle_remote_refusals_total",
                        "ratelimit_throttle_wait_p99_seconds",
                        "ratelimit_throttle_queued");
        assertThat(value(metrics, "ratelimit_throttle_calls_total", "limited")).isEqualTo(1);
        assertThat(value(metrics, "ratelimit_throttle_calls_total", "queue-full"))
                .isEqualTo(1);
        assertThat(value(metrics, "ratelimit_throttle_calls_total", "success")).isZero();
        assertThat(value(metrics, "ratelimit_throttle_retries_total", "")).isEqualTo(1);
        assertThat(value(metrics, "ratelimit_throttle_remote_refusals_total", ""))
                .isEqualTo(1);
        assertThat(value(metrics, "ratelimit_throttle_queued", "")).isEqualTo(3);
        assertThat(value(metrics, "ratelimit_throttle_wait_p99_seconds", "")).isBetween(0.00097, 0.00104);
        assertThat(metrics).allMatch(metric -> "kis".equals(metric.labels().get("policy")));
    }

    private static double value(List<ModuleMetric> metrics, String name, String outcome) {
        return metrics.stream()
                .filter(metric -> metric.name().equals(name))
                .filter(metric -> metric.labels().getOrDefault("outcome", "").equals(outcome))
                .findFirst()
                .orElseThrow()
                .value()
                .getAsDouble();
    }
}
