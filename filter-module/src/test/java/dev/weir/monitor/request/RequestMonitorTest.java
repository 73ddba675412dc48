package dev.weir.monitor.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.MutableClock;
import dev.weir.metrics.Metric;
import dev.weir.metrics.Series;
import dev.weir.monitor.request.EndpointReport.Trend;
import dev.weir.monitor.request.RequestMonitor.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestMonitorTest {

    private static final String ORDERS = "GET /api/orders";

    private final MutableClock clock = new MutableClock();
    private final RequestMonitor monitor = new RequestMonitor(2_000, clock::nanoTime, clock);

    private void answer(String path, int status, long millis, int times) {
        for (int i = 0; i < times; i++) {
            ObservedRequest request = monitor.begin("GET", path, Optional.empty());
            clock.advance(Duration.ofMillis(millis));
            monitor.ended(request, status);
        }
    }

    private EndpointReport report(String endpoint) {
        return monitor.report(Order.SLOW).stream()
                .filter(each -> each.endpoint().equals(endpoint))
                .findFirst()
                .orElseThrow();
    }

    /** To the first second of the next hour, minute by minute. */
    private void nextHour() {
        long left = Duration.ofHours(1).toMillis()
                - clock.millis() % Duration.ofHours(1).toMillis();
        while (left > 0) {
            long step = Math.min(left, 60_000);
            clock.advance(Duration.ofMillis(step));
            left -= step;
            monitor.tick();
        }
    }

    @Test
    void ended_responses_countByStatusAndTime() {
        nextHour();
        answer("/api/orders", 200, 10, 98);
        answer("/api/orders", 404, 10, 1);
        answer("/api/orders", 500, 2_500, 1);
        EndpointReport report = report(ORDERS);
        assertThat(report.count()).isEqualTo(100);
        assertThat(report.statuses()).isEqualTo(Map.of("2xx", 98L, "4xx", 1L, "5xx", 1L));
        assertThat(report.statuses().keySet()).containsExactly("2xx", "4xx", "5xx");
        assertThat(report.p50()).isCloseTo(0.010, within(0.001));
        assertThat(report.p99()).isCloseTo(0.010, within(0.001));
        assertThat(report.slow()).isEqualTo(1);
        assertThat(report.errorRate()).isCloseTo(0.01, within(1e-9));
        assertThat(report.trend()).isEqualTo(Trend.NEW);
        assertThat(report.suggestion()).isEmpty();
    }

    @Test
    void ended_exactlySlow_isNotSlow() {
        answer("/api/orders", 200, 2_000, 1);
        assertThat(report(ORDERS).slow()).isZero();
    }

    @Test
    void ended_twice_countsOnce() {
        ObservedRequest request = monitor.begin("GET", "/api/orders", Optional.empty());
        monitor.ended(request, 200);
        monitor.ended(request, 500);
        monitor.endedUntimed(request, 0);
        assertThat(report(ORDERS).statuses()).containsEntry("2xx", 1L).containsEntry("5xx", 0L);
        assertThat(report(ORDERS).count()).isEqualTo(1);
    }

    @Test
    void endedUntimed_streamsAndClientsThatHaveGone_haveNoTime() {
        answer("/api/orders", 200, 10, 1);
        for (int status : new int[] {200, 0}) {
            ObservedRequest request = monitor.begin("GET", "/api/orders", Optional.empty());
            clock.advance(Duration.ofMinutes(5));
            monitor.endedUntimed(request, status);
        }
        assertThat(report(ORDERS).statuses()).containsEntry("unknown", 1L).containsEntry("2xx", 2L);
        assertThat(report(ORDERS).slow()).isZero();
        assertThat(report(ORDERS).p99()).isLessThan(0.02);
    }

    @Test
    void hour_thatHasEnded_isTheOneBefore() {
        nextHour();
        answer("/api/orders", 200, 100, 30);
        nextHour();
        answer("/api/orders", 200, 300, 40);
        assertThat(report(ORDERS).count()).isEqualTo(40);
        assertThat(report(ORDERS).countBefore()).isEqualTo(30);
        assertThat(report(ORDERS).p99()).isCloseTo(0.3, within(0.02));
        assertThat(report(ORDERS).p99Before()).isCloseTo(0.1, within(0.01));
        assertThat(report(ORDERS).trend()).isEqualTo(Trend.RISING);
        nextHour();
        answer("/api/orders", 200, 290, 20);
        assertThat(report(ORDERS).trend()).isEqualTo(Trend.STEADY);
        nextHour();
        answer("/api/orders", 200, 30, 20);
        assertThat(report(ORDERS).trend()).isEqualTo(Trend.FALLING);
        nextHour();
        nextHour();
        assertThat(monitor.report(Order.SLOW)).isEmpty();
    }

    @Test
    void hour_lastMinutesOfIt_areTimedInIt() {
        nextHour();
        for (int i = 0; i < 59; i++) {
            clock.advance(Duration.ofMinutes(1));
            monitor.tick();
            if (i >= 57) {
                answer("/api/orders", 200, i == 58 ? 500 : 100, 1);
            }
        }
        nextHour();
        answer("/api/orders", 200, 10, 1);
        assertThat(report(ORDERS).countBefore()).isEqualTo(2);
        assertThat(report(ORDERS).p99Before()).isCloseTo(0.5, within(0.04));
        assertThat(report(ORDERS).p99()).isLessThan(0.02);
    }

    @Test
    void hour_machineSlept_isNotTheOneBefore() {
        answer("/api/orders", 200, 100, 30);
        clock.advance(Duration.ofDays(3));
        monitor.tick();
        answer("/api/orders", 200, 10, 1);
        assertThat(report(ORDERS).countBefore()).isZero();
        assertThat(report(ORDERS).count()).isEqualTo(1);
    }

    @Test
    void suggestion_slow_saysWhatItWas() {
        nextHour();
        answer("/api/orders", 200, 800, 20);
        nextHour();
        answer("/api/orders", 200, 3_200, 20);
        assertThat(report(ORDERS).suggestion())
                .hasValueSatisfying(text -> assertThat(text)
                        .matches("p99 of 3\\.[1-4] s, was 0\\.[78] s an hour ago: look at the slow queries, .*"));
    }

    @Test
    void suggestion_slowBecauseOfMoreRequests_isALimit() {
        nextHour();
        answer("/api/orders", 200, 100, 20);
        nextHour();
        answer("/api/orders", 200, 2_500, 60);
        assertThat(report(ORDERS).suggestion())
                .hasValueSatisfying(text -> assertThat(text).contains("requests rose from 20 to 60", "a limit"));
    }

    @Test
    void suggestion_errors_comeBeforeSlowness() {
        answer("/api/orders", 500, 3_000, 2);
        answer("/api/orders", 200, 3_000, 17);
        assertThat(report(ORDERS).suggestion())
                .as("nineteen responses mean little")
                .isEmpty();
        answer("/api/orders", 200, 3_000, 1);
        assertThat(report(ORDERS).suggestion())
                .hasValueSatisfying(text -> assertThat(text).startsWith("10 % of the responses are server errors"));
    }

    @Test
    void suggestion_manyRefused_isAboutTheLimit() {
        answer("/api/orders", 200, 1, 15);
        answer("/api/orders", 429, 1, 5);
        assertThat(report(ORDERS).suggestion())
                .isEqualTo(Optional.of("25 % of the requests are refused: look who is"
                        + " refused, then raise the limit or have clients wait as Retry-After says"));
    }

    @Test
    void report_orders() {
        answer("/a", 200, 500, 1);
        answer("/b", 500, 1, 1);
        assertThat(monitor.report(Order.SLOW))
                .extracting(EndpointReport::endpoint)
                .containsExactly("GET /a", "GET /b");
        assertThat(monitor.report(Order.ERRORS))
                .extracting(EndpointReport::endpoint)
                .containsExactly("GET /b", "GET /a");
    }

    @Test
    void table_randomPaths_areOther() {
        for (int i = 0; i < 1_000; i++) {
            answer("/scan" + (char) ('a' + i % 26) + "/" + Integer.toString(i, 26), 404, 1, 1);
            answer("/login" + (char) ('a' + i % 26), 302, 1, 1);
        }
        assertThat(monitor.report(Order.SLOW))
                .extracting(EndpointReport::endpoint)
                .containsExactly("other");
        assertThat(report("other").count()).isEqualTo(2_000);
    }

    @Test
    void table_pathsThatAreAnswered_leaveRoomForTemplates() {
        for (int i = 0; i < 500; i++) {
            answer("/p/" + letters(i), 200, 1, 1);
        }
        for (int i = 0; i < 500; i++) {
            ObservedRequest request = monitor.begin("GET", "/x", Optional.empty());
            request.isFor("GET /t/" + letters(i));
            monitor.ended(request, 404);
        }
        List<EndpointReport> reports = monitor.report(Order.SLOW);
        assertThat(reports).hasSize(EndpointTable.MOST + 1);
        assertThat(reports)
                .filteredOn(each -> each.endpoint().startsWith("GET /p/"))
                .hasSize(EndpointTable.MOST_BY_PATH);
        assertThat(reports)
                .filteredOn(each -> each.endpoint().startsWith("GET /t/"))
                .hasSize(100);
        assertThat(report("other").count()).isEqualTo(800);
    }

    private static String letters(int number) {
        return "" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
    }

    @Test
    void knownPath_clientErrors_countForIt() {
        answer("/api/orders", 200, 1, 1);
        answer("/api/orders", 429, 1, 2);
        assertThat(report(ORDERS).statuses()).containsEntry("4xx", 2L);
    }

    @Test
    void recent_isOfTheLastMinutes() {
        answer("/a", 200, 10, 30);
        answer("/b", 500, 30, 20);
        monitor.tick();
        RecentRequests recent = monitor.recent();
        assertThat(recent.requests()).isEqualTo(50);
        assertThat(recent.errors()).isEqualTo(20);
        assertThat(recent.p99Millis()).isBetween(29L, 32L);
        assertThat(recent.slowest()).hasValueSatisfying(each -> {
            assertThat(each.endpoint()).isEqualTo("GET /b");
            assertThat(each.p99Millis()).isBetween(29L, 32L);
        });
        clock.advance(Duration.ofMinutes(1));
        monitor.tick();
        assertThat(monitor.recent().requests()).isEqualTo(50);
        clock.advance(Duration.ofMinutes(1));
        monitor.tick();
        assertThat(monitor.recent()).isEqualTo(RecentRequests.NONE);
    }

    @Test
    void recent_endpointOfFewResponses_isNotTheSlowest() {
        answer("/a", 200, 3_000, 19);
        monitor.tick();
        assertThat(monitor.recent().slowest()).isEmpty();
    }

    @Test
    void more_returnsEachSeriesOnce() {
        answer("/a", 200, 10, 3);
        answer("/nothing", 404, 10, 1);
        List<Series> series = monitor.more();
        assertThat(series).extracting(each -> each.labels().get("endpoint")).containsOnly("GET /a", "other");
        assertThat(value(series, Metric.HTTP_REQUESTS, "GET /a", "2xx")).isEqualTo(3);
        assertThat(value(series, Metric.HTTP_REQUESTS, "other", "4xx")).isEqualTo(1);
        assertThat(value(series, Metric.HTTP_REQUESTS, "GET /a", "5xx")).isZero();
        assertThat(series.stream()
                        .filter(each -> each.metric() == Metric.HTTP_P99
                                && each.labels().containsValue("GET /a"))
                        .mapToDouble(each -> each.value().getAsDouble()))
                .singleElement()
                .satisfies(p99 -> assertThat(p99).isCloseTo(0.01, within(0.001)));
        assertThat(monitor.more()).isEmpty();
        answer("/a", 301, 10, 1);
        assertThat(monitor.more())
                .singleElement()
                .satisfies(each -> assertThat(each.labels()).containsEntry("status", "3xx"));
    }

    private static double value(List<Series> series, Metric metric, String endpoint, String status) {
        return series.stream()
                .filter(each ->
                        each.metric() == metric && each.labels().equals(Map.of("endpoint", endpoint, "status", status)))
                .findFirst()
                .orElseThrow()
                .value()
                .getAsDouble();
    }

    @Test
    void ended_byManyThreads_losesNone() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<java.util.concurrent.Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            running.add(threads.submit(() -> {
                for (int i = 0; i < 20_000; i++) {
                    monitor.ended(monitor.begin("GET", "/api/orders", Optional.empty()), 200);
                }
            }));
        }
        for (int i = 0; i < 30; i++) {
            clock.advance(Duration.ofMinutes(1));
            monitor.tick();
        }
        for (java.util.concurrent.Future<?> each : running) {
            each.get(30, TimeUnit.SECONDS);
        }
        threads.shutdownNow();
        EndpointReport report = report(ORDERS);
        assertThat(report.count() + report.countBefore()).isEqualTo(80_000);
        assertThat(monitor.more()).isNotEmpty();
    }
}
