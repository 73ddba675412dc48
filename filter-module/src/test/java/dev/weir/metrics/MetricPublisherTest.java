package dev.weir.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Source;
import dev.weir.monitor.request.RequestMonitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricPublisherTest {

    private static final int MOST_SERIES_OF_A_POLICY = 40;

    private final MeasurementsFixture fixture = new MeasurementsFixture();
    private final List<Series> added = new ArrayList<>();
    private final RequestMonitor requests = new RequestMonitor(2_000, fixture.clock::nanoTime, fixture.clock);
    private int ticks;
    private boolean removed;
    private final MetricPublisher publisher = new MetricPublisher(
            fixture.measurements,
            Set.of("login"),
            new MetricSink() {
                @Override
                public void add(Series series) {
                    added.add(series);
                }

                @Override
                public void tick() {
                    ticks++;
                }

                @Override
                public void close() {
                    removed = true;
                }
            },
            List.of(requests));

    @Test
    void start_shows_everyMetricOnceForEachLabel() {
        assertThat(added).extracting(Series::metric).contains(Metric.values());
        assertThat(added)
                .allMatch(each ->
                        each.metric().labels().equals(List.copyOf(each.labels().keySet())));
        assertThat(added.stream().map(each -> each.metric() + "" + each.labels()))
                .doesNotHaveDuplicates();
        assertThat(added.stream().map(each -> each.metric().text()))
                .allMatch(name -> name.matches("ratelimit_[a-z0-9_]+"));
        assertThat(Arrays.stream(Metric.values()))
                .allMatch(each ->
                        (each.kind() == Metric.Kind.COUNTER) == each.text().endsWith("_total"));
    }

    @Test
    void tick_policyThatHasDecided_isShownOnceWithAllOutcomes() {
        int before = added.size();
        fixture.decide(3, 1);
        publisher.tick();
        publisher.tick();
        List<Series> more = added.subList(before, added.size());
        assertThat(more)
                .hasSizeLessThanOrEqualTo(MOST_SERIES_OF_A_POLICY)
                .allMatch(each -> each.labels().get("policy").equals("api"));
        Set<String> outcomes = more.stream()
                .filter(each -> each.metric() == Metric.REQUESTS)
                .map(each -> each.labels().get("outcome"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(outcomes)
                .containsExactly("allowed", "blocked", "exempt", "refused", "shadow_refused", "unavailable");
        assertThat(value(Metric.REQUESTS, "allowed")).isEqualTo(3);
        assertThat(value(Metric.REQUESTS, "blocked")).isEqualTo(1);
        assertThat(value(Metric.DECISIONS, "lease")).isEqualTo(4);
        assertThat(value(Metric.DECISIONS, Source.CLUSTER.name().toLowerCase(java.util.Locale.ROOT)))
                .isZero();
    }

    private double value(Metric metric, String label) {
        return added.stream()
                .filter(each -> each.metric() == metric && each.labels().containsValue(label))
                .filter(each -> !each.labels().containsValue("login"))
                .mapToDouble(each -> each.value().getAsDouble())
                .sum();
    }

    @Test
    void gauges_show_whatTheStoreHas() {
        assertThat(value(Metric.MODE, "cluster")).isEqualTo(1);
        assertThat(value(Metric.MODE, "local")).isZero();
        fixture.store = MeasurementsFixture.statistics(false, 2, 10, 1_500);
        assertThat(value(Metric.MODE, "cluster")).isZero();
        assertThat(value(Metric.MODE, "local")).isEqualTo(1);
        assertThat(alone(Metric.TRACKED_KEYS)).isEqualTo(10);
        assertThat(alone(Metric.BLOCKED_KEYS)).isEqualTo(3);
        assertThat(alone(Metric.OWED_PERMITS)).isEqualTo(7);
        assertThat(alone(Metric.MEMBERS)).isEqualTo(2);
        assertThat(alone(Metric.GRID_ENTRIES)).isEqualTo(20);
        assertThat(alone(Metric.EVICTIONS)).isEqualTo(5);
        assertThat(alone(Metric.SETTLEMENTS)).isEqualTo(6);
        assertThat(alone(Metric.PERSISTENCE_LAG)).isEqualTo(1.5);
        fixture.operate(9, 1);
        fixture.measurements.tick();
        assertThat(alone(Metric.STORE_ERRORS)).isEqualTo(0.1);
        assertThat(alone(Metric.STORE_P99)).isBetween(0.059, 0.061);
        assertThat(value(Metric.STORE_OPERATIONS, "late")).isEqualTo(1);
    }

    private double alone(Metric metric) {
        return added.stream()
                .filter(each -> each.metric() == metric)
                .mapToDouble(each -> each.value().getAsDouble())
                .sum();
    }

    @Test
    void close_twice_takesOverTheLastValuesOnce() {
        int before = ticks;
        publisher.close();
        publisher.close();
        publisher.tick();
        assertThat(ticks).isEqualTo(before + 1);
        assertThat(removed).isTrue();
    }
}
