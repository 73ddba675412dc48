package dev.weir.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ListLogger;
import dev.weir.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OncePerMinuteLogTest {

    private final MutableClock clock = new MutableClock();
    private final ListLogger logger = new ListLogger();
    private final OncePerMinuteLog log = new OncePerMinuteLog(logger, clock);

    @Test
    void warn_often_isLoggedOnceAMinuteAndCountedEachTime() {
        for (int i = 0; i < 10; i++) {
            log.warn("it failed", new IllegalStateException());
            clock.advance(Duration.ofSeconds(6));
        }
        assertThat(logger.lines()).containsExactly("WARNING it failed (1 times so far)");
        log.warn("it failed", new IllegalStateException());
        assertThat(logger.lines()).hasSize(2).last().isEqualTo("WARNING it failed (11 times so far)");
        assertThat(log.times()).isEqualTo(11);
    }
}
