package dev.weir.monitor.count;

import static dev.weir.monitor.count.Streams.sighting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.monitor.count.Streams.Exact;
import dev.weir.monitor.count.Streams.Zipf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceSavingTest {

    private static final int CAPACITY = 1_000;

    /** As {@link #assertBounds(SketchView, Exact, long, int)} says, where each decision was counted. */
    private static void assertBounds(SketchView view, Exact exact, long mostError) {
        assertBounds(view, exact, mostError, 1);
    }

    /**
     * Both bounds hold of each key, seen or not, and no error is larger than the total by the counters, and three
     * standard deviations of a count in which each decision stands for {@code mostWeight} at most.
     */
    private static void assertBounds(SketchView view, Exact exact, long mostError, int mostWeight) {
        Set<String> reported = new HashSet<>();
        for (KeyCount each : view.keys()) {
            reported.add(each.key());
            assertThat(exact.of(each.key()))
                    .as(each.key())
                    .isLessThanOrEqualTo(each.count())
                    .isGreaterThanOrEqualTo(each.count() - each.error());
            assertThat((double) each.error())
                    .isLessThanOrEqualTo(mostError + 3 * Math.sqrt((mostWeight - 1.0) * each.count()) + 1);
        }
        assertThat(view.floor()).isLessThanOrEqualTo(mostError);
        exact.counts.forEach((key, count) -> {
            if (!reported.contains(key)) {
                assertThat(count).as(key).isLessThanOrEqualTo(view.floor());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void add_zipfOfFiftyThousandKeys_isWithinTheBound(long seed) {
        SpaceSaving sketch = new SpaceSaving(CAPACITY);
        Exact exact = new Exact();
        Zipf zipf = new Zipf(50_000, seed);
        Random weights = new Random(seed);
        for (int i = 0; i < 300_000; i++) {
            Sighting next = sighting(zipf.next(), weights.nextInt(20) == 0 ? 64 : 1);
            sketch.add(next);
            exact.add(next);
        }
        SketchView view = sketch.view();
        assertThat(view.total()).isEqualTo(exact.total);
        assertThat(view.keys()).hasSize(CAPACITY);
        assertBounds(view, exact, exact.total / CAPACITY, 64);
        assertThat(view.top(10).keys()).extracting(KeyCount::key).contains("u:user-0", "u:user-1", "u:user-2");
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void halve_again_andAgain_boundsHoldOfHalvedCounts(long seed) {
        SpaceSaving sketch = new SpaceSaving(100);
        Exact exact = new Exact();
        Zipf zipf = new Zipf(2_000, seed);
        for (int hour = 0; hour < 12; hour++) {
            // few in some hours, so that counters become free
            for (int i = 0; i < (hour % 3 == 2 ? 10 : 5_000); i++) {
                Sighting next = sighting(zipf.next(), 1);
                sketch.add(next);
                exact.add(next);
            }
            assertBounds(sketch.view(), exact, sketch.total() / 50);
            sketch.halve();
            exact.halve();
            assertBounds(sketch.view(), exact, sketch.total() / 50 + 1);
        }
    }

    @Test
    void halve_oldKeys_giveTheirCountersToPresentOnes() {
        SpaceSaving sketch = new SpaceSaving(10);
        for (int i = 0; i < 10; i++) {
            sketch.add(sighting("old-" + i, 1_000));
        }
        for (int hour = 0; hour < 10; hour++) {
            sketch.halve();
        }
        assertThat(sketch.size()).isZero();
        sketch.add(sighting("present", 1));
        assertThat(sketch.view().keys()).singleElement().satisfies(each -> {
            assertThat(each.key()).isEqualTo("present");
            assertThat(each.count()).isEqualTo(1);
            assertThat(each.error()).isZero();
        });
    }

    @Test
    void add_hundredThousandKeysOneOfThemWithFivePercent_isFirst() {
        SpaceSaving sketch = new SpaceSaving(CAPACITY);
        List<String> stream = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            stream.add("4:10." + i / 65_536 + '.' + i / 256 % 256 + '.' + i % 256);
        }
        for (int i = 0; i < 5_263; i++) {
            stream.add("u:heavy");
        }
        Collections.shuffle(stream, new Random(6));
        stream.forEach(key -> sketch.add(sighting(key, 1)));
        List<KeyCount> sorted =
                sketch.view().keys().stream().sorted(KeyCount.MOST_USED_FIRST).toList();
        assertThat(sorted.get(0).key()).isEqualTo("u:heavy");
        assertThat(sorted.get(0).count()).isBetween(5_263L, 5_263L + stream.size() / CAPACITY);
        assertThat(sorted.get(1).count()).isLessThan(300);
    }

    @Test
    void add_oneOfSixtyFourWasChosen_errorIsWithinThreeDeviationsOfWhatThereWas() {
        Random chance = new Random(7);
        int within = 0;
        for (int round = 0; round < 1_000; round++) {
            SpaceSaving sketch = new SpaceSaving(CAPACITY);
            for (int i = 0; i < 100; i++) {
                sketch.add(sighting("a", 1));
            }
            assertThat(sketch.view().keys().get(0).error()).isZero();
            for (int i = 0; i < 10_000; i++) {
                if (chance.nextInt(64) == 0) {
                    sketch.add(sighting("a", 64));
                }
            }
            KeyCount counted = sketch.view().keys().get(0);
            within += Math.abs(counted.count() - 10_100) <= counted.error() ? 1 : 0;
            // 3 * sqrt(156 * 64 * 63) = 2,379, where 156 is between 95 and 225
            assertThat(counted.error()).isBetween(1_850L, 2_860L);
        }
        assertThat(within).isBetween(980, 1_000);
    }

    @Test
    void halve_chosenDecisions_uncertaintyIsHalved() {
        SpaceSaving sketch = new SpaceSaving(2);
        sketch.add(sighting("a", 64));
        // 3 * sqrt(64 * 63)
        assertThat(sketch.view().keys().get(0).error()).isEqualTo(191);
        sketch.halve();
        assertThat(sketch.view().keys().get(0).error()).isEqualTo(96);
    }

    @Test
    void view_refusedKey_hasWhatWasRefusedAndWhatWasSeenLast() {
        SpaceSaving sketch = new SpaceSaving(2);
        sketch.add(new Sighting("a", 1, false, OptionalLong.of(7), 0, 0, 10));
        for (int i = 0; i < 2; i++) {
            sketch.add(new Sighting("a", 1, true, OptionalLong.of(0), 0, 3, 20));
        }
        assertThat(sketch.view().keys()).containsExactly(new KeyCount("a", 3, 0, 2, OptionalLong.of(0), 0, 3, 20));
        for (int i = 0; i < 5; i++) {
            sketch.add(new Sighting("b", 1, false, OptionalLong.empty(), 0, 0, 30));
        }
        sketch.add(new Sighting("c", 1, false, OptionalLong.empty(), 0, 0, 40));
        assertThat(sketch.view().keys())
                .as("c took over the counter of a, but not its refusals")
                .containsExactlyInAnyOrder(
                        new KeyCount("b", 5, 0, 0, OptionalLong.empty(), 0, 0, 30),
                        new KeyCount("c", 4, 3, 0, OptionalLong.empty(), 0, 0, 40));
        assertThat(sketch.view().floor()).isEqualTo(3);
    }
}
