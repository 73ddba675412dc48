package dev.weir.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Source;
import dev.weir.metrics.PolicyTotals;
import dev.weir.monitor.count.Counts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveBucketsTest {

    private static final long START = 1_763_690_000_000L;

    private final LiveBuckets live = new LiveBuckets();

    private static Counts counts(int policies, long each) {
        Map<String, PolicyTotals> totals = new HashMap<>();
        for (int i = 0; i < policies; i++) {
            totals.put("policy-" + i, new PolicyTotals(each, each / 2, each / 4, 0, 1, each / 8, 0));
        }
        return new Counts(totals, Map.of(Source.LEASE, each, Source.CLUSTER, 3L));
    }

    @Test
    void second_countsOfPolicies_areReadAsTheyWere() {
        Counts counts = counts(3, 1_234_567);
        live.second(counts, 0.000123, START);
        LiveView.Bucket bucket = live.after(0, START).buckets().get(0);
        assertThat(bucket.policies()).isEqualTo(counts.policies());
        assertThat(bucket.sources())
                .containsEntry(Source.LEASE, 1_234_567L)
                .containsEntry(Source.CLUSTER, 3L)
                .containsEntry(Source.LOCAL, 0L);
        assertThat(bucket.p99()).isEqualTo(0.000123);
        assertThat(bucket.timeMillis()).isEqualTo(START);
        live.second(Counts.NONE, 0, START + 1_000);
        assertThat(live.after(bucket.sequence(), START).buckets())
                .singleElement()
                .satisfies(each -> assertThat(each.policies()).isEmpty());
    }

    @Test
    void after_bucketsAndEvents_areNumberedTogetherAndByTime() {
        live.second(Counts.NONE, 0, START);
        live.event("blocked", Optional.of("api"), Optional.of("u:a"), "why", START);
        live.event("mode", Optional.empty(), Optional.empty(), "x".repeat(200), START - 50);
        live.second(Counts.NONE, 0, START + 1_000);
        LiveView all = live.after(0, START);
        assertThat(all.buckets()).extracting(LiveView.Bucket::sequence).containsExactly(START, START + 1_000);
        assertThat(all.events()).extracting(LiveView.Event::sequence).containsExactly(START + 1, START + 2);
        assertThat(all.events().get(1).text()).hasSize(100);
        LiveView later = live.after(START + 1, START);
        assertThat(later.buckets()).extracting(LiveView.Bucket::sequence).containsExactly(START + 1_000);
        assertThat(later.events()).extracting(LiveView.Event::event).containsExactly("mode");
        assertThat(later.sequence()).isEqualTo(START + 1_000);
    }

    @Test
    void second_anHour_keepsAQuarterInSecondsAndAllInMinutes() {
        for (int i = 1; i <= 3_600; i++) {
            live.second(counts(2, 10), 0.001, START + i * 1_000L);
        }
        LiveView view = live.after(0, START);
        assertThat(view.buckets()).hasSize(900);
        assertThat(view.minutes()).hasSize(60);
        assertThat(view.minutes())
                .allSatisfy(each -> assertThat(each.policies())
                        .containsEntry("policy-0", new PolicyTotals(600, 300, 120, 0, 60, 60, 0)));
    }

    @Test
    void second_twoDaysOfFiftyPolicies_staysBelowTwoMegabytes() {
        for (int i = 1; i <= 2 * 86_400; i++) {
            live.second(counts(50, 20_000), 0.001, START + i * 1_000L);
            assertThat(live.bytes()).isLessThanOrEqualTo(LiveBuckets.MOST_BYTES);
        }
        LiveView view = live.after(0, START);
        assertThat(view.buckets()).hasSize(900);
        assertThat(view.minutes().size()).isGreaterThan(700);
        List<Long> times =
                view.minutes().stream().map(LiveView.Bucket::timeMillis).toList();
        assertThat(times).as("the newest are kept").isSorted().endsWith(START + 2 * 86_400_000L);
    }

    @Test
    void second_aDayOfAFewPolicies_isKeptWhole() {
        for (int i = 1; i <= 2 * 86_400; i++) {
            live.second(counts(15, 2_000), 0.001, START + i * 1_000L);
        }
        assertThat(live.after(0, START).minutes()).hasSize(LiveBuckets.MINUTES);
    }

    @Test
    void event_manyOfThem_keepsTheLast() {
        for (int i = 0; i < 3_000; i++) {
            live.event("blocked", Optional.empty(), Optional.empty(), "event " + i, START);
        }
        List<LiveView.Event> events = live.after(0, START).events();
        assertThat(events).hasSize(LiveBuckets.EVENTS);
        assertThat(events.get(events.size() - 1).text()).isEqualTo("event 2999");
    }
}
