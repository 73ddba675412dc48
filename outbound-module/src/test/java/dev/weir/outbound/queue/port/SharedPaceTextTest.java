package dev.weir.outbound.queue.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedPaceTextTest {

    private static SharedPace any(Random random) {
        Map<String, Long> waiting = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            waiting.put("member-" + random.nextInt(3) + ".a_b", (long) random.nextInt(5));
        }
        return new SharedPace(
                random.nextInt(5), random.nextInt(3), 10 + random.nextInt(991), random.nextInt(3), waiting);
    }

    @Test
    void read_whatWasWritten_isTheSame() {
        for (long seed = 0; seed < 500; seed++) {
            SharedPace pace = any(new Random(seed));
            assertThat(SharedPaceText.read(SharedPaceText.of(pace)))
                    .as("seed %d", seed)
                    .contains(pace);
        }
        assertThat(SharedPaceText.of(SharedPace.FULL)).isEqualTo("1|0|0|1000|0|");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2|0|0|1000|0|",
                "1|0|0|0|0|",
                "1|0|0|1001|0|",
                "1|x|0|1000|0|",
                "1|0|0|1000|0|a",
                "1|0|0|1000|0|=1",
                "1|0|0|1000|0||"
            })
    void read_whatItDoesNotKnow_isEmpty(String text) {
        assertThat(SharedPaceText.read(text)).isEmpty();
    }

    @Test
    void merge_inAnyOrderAndAnyNumberOfTimes_isTheSame() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            SharedPace one = any(random);
            SharedPace two = any(random);
            SharedPace three = any(random);
            assertThat(one.merge(two)).as("seed %d", seed).isEqualTo(two.merge(one));
            assertThat(one.merge(two).merge(three)).as("seed %d", seed).isEqualTo(one.merge(two.merge(three)));
            assertThat(one.merge(two).merge(two)).as("seed %d", seed).isEqualTo(one.merge(two));
        }
    }

    @Test
    void merge_aPauseThatWasEnded_staysEnded() {
        SharedPace paused = SharedPace.FULL.paused(100, java.time.Duration.ofMinutes(1));
        SharedPace ended = paused.paused(200, java.time.Duration.ZERO);
        assertThat(ended.merge(paused).pausedUntil()).isEqualTo(200);
    }
}
