package dev.weir.store.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClusterClockTest {

    private final MutableClock wall = new MutableClock();

    @Test
    void millis_firstLook_isWhatTheClusterSaid() {
        ClusterClock clock = new ClusterClock(wall, wall.millis() - 5_000);
        assertThat(behind(clock)).isEqualTo(5_000);
        wall.advance(Duration.ofSeconds(1));
        assertThat(behind(clock)).isEqualTo(5_000);
    }

    @Test
    void millis_heartbeatsThatWereLate_goesByTheOneThatWasLeastSo() {
        ClusterClock clock = new ClusterClock(wall, wall.millis() - 25);
        assertThat(behind(clock)).isEqualTo(25);
        clock.sample(wall.millis() - 2);
        assertThat(behind(clock)).isEqualTo(2);
        clock.sample(wall.millis() - 30);
        assertThat(behind(clock)).isEqualTo(2);
    }

    @Test
    void millis_afterAFreeze_isNotBehindByIt() {
        ClusterClock clock = new ClusterClock(wall, wall.millis() - 1);
        wall.advance(Duration.ofMinutes(3));
        for (int i = 0; i < 30; i++) {
            clock.sample(wall.millis() - Duration.ofMinutes(3).toMillis());
        }
        assertThat(behind(clock)).isEqualTo(1);
    }

    @Test
    void millis_clustersTimeGoesBackForGood_followsAfterAMinute() {
        ClusterClock clock = new ClusterClock(wall, wall.millis() - 1);
        for (int i = 0; i < 60; i++) {
            clock.sample(wall.millis() - 400);
        }
        assertThat(behind(clock)).isEqualTo(400);
    }

    private long behind(ClusterClock clock) {
        return wall.millis() - clock.millis();
    }
}
