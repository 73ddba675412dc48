package dev.weir.monitor.count;

import static dev.weir.monitor.count.Streams.sighting;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SketchesTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long START = 490_000 * HOUR + 1_000;

    private final Sketches sketches = new Sketches(START);

    @Test
    void tick_fullHour_halvesOnce() {
        sketches.add("api", sighting("u:a", 40));
        sketches.tick(START + HOUR - 2_000);
        assertThat(sketches.of("api").total()).isEqualTo(40);
        sketches.tick(START + HOUR);
        sketches.tick(START + HOUR + 1_000);
        assertThat(sketches.of("api").total()).isEqualTo(20);
        sketches.tick(START);
        sketches.tick(START + HOUR);
        assertThat(sketches.of("api").total()).as("after a clock went back").isEqualTo(20);
        sketches.tick(START + 3 * HOUR);
        assertThat(sketches.of("api").keys()).extracting(KeyCount::count).containsExactly(5L);
        sketches.tick(START + 1_000 * HOUR);
        assertThat(sketches.of("api").keys()).isEmpty();
    }

    @Test
    void add_morePoliciesThanAreSketched_areLeftOut() {
        for (int i = 0; i < 2_100; i++) {
            sketches.add("policy-" + i, sighting("u:a", 1));
        }
        assertThat(sketches.policies()).hasSize(2_000);
        assertThat(sketches.of("policy-2099")).isEqualTo(SketchView.EMPTY);
        for (int i = 0; i < 500; i++) {
            sketches.add("policy-0", sighting("u:" + i, 1));
            sketches.add("policy-500", sighting("u:" + i, 1));
        }
        assertThat(sketches.of("policy-0").keys()).hasSize(501);
        assertThat(sketches.of("policy-500").keys()).hasSize(100);
    }
}
