package dev.weir.outbound.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClusterSilenceTest {

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(100);

    private final ClusterSilence silence = new ClusterSilence();

    private long lasts(long millis, long window) {
        return TimeUnit.NANOSECONDS.toMillis(silence.lasts("kis", window, TimeUnit.MILLISECONDS.toNanos(millis)));
    }

    @Test
    void lasts_attemptsInVain_sinceTheFirst() {
        assertThat(lasts(5_000, WINDOW)).isZero();
        assertThat(lasts(5_300, WINDOW)).isEqualTo(300);
        assertThat(lasts(6_100, WINDOW)).isEqualTo(1_100);
    }

    @Test
    void lasts_afterAFreeze_beginsAnew() {
        silence.ended("kis");
        assertThat(lasts(3_000, WINDOW)).isZero();
        assertThat(lasts(3_300, WINDOW)).isEqualTo(300);
        // the process stood still for two seconds
        assertThat(lasts(5_300, WINDOW)).isZero();
        assertThat(lasts(5_600, WINDOW)).isEqualTo(300);
    }

    @Test
    void lasts_clusterAnswersBetween_beginsAnew() {
        assertThat(lasts(1_000, WINDOW)).isZero();
        silence.ended("other");
        assertThat(lasts(1_500, WINDOW)).isEqualTo(500);
        silence.ended("kis");
        assertThat(lasts(1_800, WINDOW)).isZero();
    }

    @Test
    void lasts_windowThatIsShorterThanTheTimeBetweenAttempts_isReached() {
        assertThat(lasts(1_000, SHORT)).isZero();
        assertThat(lasts(1_300, SHORT)).isEqualTo(300);
    }
}
