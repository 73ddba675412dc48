package dev.weir.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Source;
import dev.weir.admin.AdminVisit;
import dev.weir.admin.Administered;
import dev.weir.admin.Route;
import dev.weir.admin.key.Keys;
import dev.weir.config.Administration;
import dev.weir.metrics.PolicyTotals;
import dev.weir.monitor.LiveView;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is made in memory: however much happened, it is not large. */
class LiveBoundsTest {

    private static List<LiveView.Bucket> buckets(int count, int policies, long each) {
        Map<String, PolicyTotals> totals = new HashMap<>();
        for (int i = 0; i < policies; i++) {
            totals.put("policy-of-a-resource-" + i, new PolicyTotals(each, each, each, each, each, each, 0));
        }
        Map<Source, Long> sources = new EnumMap<>(Source.class);
        for (Source source : Source.values()) {
            sources.put(source, each);
        }
        List<LiveView.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            buckets.add(new LiveView.Bucket(1_764_527_000_000L + i, 1_764_527_000_000L + i, totals, sources, 0.001234));
        }
        return buckets;
    }

    private static List<LiveView.Event> events() {
        List<LiveView.Event> events = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            events.add(new LiveView.Event(
                    1_764_527_000_000L + i,
                    1_764_527_000_000L,
                    "override",
                    Optional.of("policy-of-a-resource"),
                    Optional.of("u:alice"),
                    "x".repeat(100)));
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000, Long.MAX_VALUE})
    void answer_manyBusyPolicies_isTwoMegabytesAtMost(long each) {
        try (AdminApplication application = new AdminApplication()) {
            LiveView view = new LiveView(7, 0, buckets(900, 50, each), events(), buckets(1_440, 50, each));
            var operations = application.runtime().operations();
            Keys keys = new Keys(Administration.Keys.MASKED, operations::secret);
            LiveResource live = new LiveResource(operations, keys);
            var servlet = AdminVisit.servlet(() -> new Administered(
                    operations.administration().orElseThrow(),
                    operations.clientAddress(),
                    name -> name,
                    operations.nanoTime(),
                    (status, address) -> {},
                    List.of(() -> List.of(Route.read("live", call -> live.answer(view))))));
            AdminVisit.Reply reply = AdminVisit.to(servlet, "/live")
                    .as("root", "ratelimit-admin")
                    .send();
            assertThat(reply.body().length()).isBetween(1_000_000, 2_000_000);
            JsonObject answer = AdminApplication.json(reply);
            assertThat(answer.getJsonArray("minutes")).isEmpty();
            assertThat(answer.getJsonArray("events")).hasSize(1_000);
            var seconds = answer.getJsonArray("buckets").getValuesAs(JsonObject.class);
            assertThat(seconds.get(seconds.size() - 1).getJsonNumber("seq").longValue())
                    .isEqualTo(1_764_527_000_899L);
        }
    }

    @Test
    void bounded_fewPolicies_loseNoSecondButTheOldestMinutes() {
        LiveView view = new LiveView(7, 0, buckets(900, 5, 1_000), List.of(), buckets(1_440, 5, 1_000));
        LiveView bounded = LiveBounds.bounded(view);
        assertThat(bounded.buckets()).isEqualTo(view.buckets());
        assertThat(bounded.minutes())
                .isNotEmpty()
                .hasSizeLessThan(1_440)
                .endsWith(view.minutes().get(1_439));
    }
}
