package dev.weir.monitor.count;

import static dev.weir.monitor.count.Streams.sighting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.monitor.count.Streams.Exact;
import dev.weir.monitor.count.Streams.Zipf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SketchViewTest {

    private static KeyCount key(String key, long count, long error) {
        return new KeyCount(key, count, error, 0, OptionalLong.empty(), 0, 0, 0);
    }

    @Test
    void merge_keyThatOneDoesNotReport_getsItsFloorAsCountAndError() {
        SketchView one = new SketchView(100, 3, List.of(key("a", 50, 1), key("b", 9, 0)));
        SketchView other = new SketchView(200, 10, List.of(key("a", 80, 2)));
        SketchView merged = SketchView.merge(List.of(one, other));
        assertThat(merged.total()).isEqualTo(300);
        assertThat(merged.floor()).isEqualTo(13);
        assertThat(merged.keys()).containsExactlyInAnyOrder(key("a", 130, 3), key("b", 19, 10));
    }

    @Test
    void merge_keyOnTwo_hasWhatWasSeenLast() {
        KeyCount before = new KeyCount("a", 1, 0, 1, OptionalLong.of(9), 0, 0, 10);
        KeyCount later = new KeyCount("a", 2, 0, 0, OptionalLong.of(4), 0, 2, 20);
        SketchView merged =
                SketchView.merge(List.of(new SketchView(1, 0, List.of(later)), new SketchView(2, 0, List.of(before))));
        assertThat(merged.keys()).containsExactly(new KeyCount("a", 3, 0, 1, OptionalLong.of(4), 0, 2, 20));
    }

    @Test
    void top_moreKeys_raisesTheFloorToTheFirstThatIsLeftOut() {
        SketchView view = new SketchView(60, 2, List.of(key("c", 10, 0), key("a", 30, 0), key("b", 20, 0)));
        assertThat(view.top(2)).isEqualTo(new SketchView(60, 10, List.of(key("a", 30, 0), key("b", 20, 0))));
        assertThat(view.top(3)).isSameAs(view);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void merge_threeInstancesThatReportTheirTop_boundsHoldOfTheSum(long seed) {
        Exact exact = new Exact();
        List<SketchView> views = new ArrayList<>();
        for (int instance = 0; instance < 3; instance++) {
            SpaceSaving sketch = new SpaceSaving(200);
            Zipf zipf = new Zipf(5_000, seed * 31 + instance);
            for (int i = 0; i < 20_000 * (instance + 1); i++) {
                Sighting next = sighting(zipf.next(), 1);
                sketch.add(next);
                exact.add(next);
            }
            views.add(sketch.view().top(50 + 50 * instance));
        }
        SketchView merged = SketchView.merge(views);
        Map<String, KeyCount> byKey = new HashMap<>();
        merged.keys().forEach(each -> byKey.put(each.key(), each));
        assertThat(merged.total()).isEqualTo(exact.total);
        exact.counts.forEach((key, count) -> {
            KeyCount counted = byKey.getOrDefault(key, key(key, merged.floor(), merged.floor()));
            assertThat(count).as(key).isBetween(counted.count() - counted.error(), counted.count());
        });
        assertThat(merged.keys().stream().sorted(KeyCount.MOST_USED_FIRST).findFirst())
                .map(KeyCount::key)
                .hasValue("u:user-0");
    }
}
