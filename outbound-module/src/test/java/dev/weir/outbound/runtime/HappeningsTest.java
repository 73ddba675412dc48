package dev.weir.outbound.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.NearLimit;
import dev.weir.outbound.queue.port.LineId;
import dev.weir.outbound.statistics.ThrottleCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HappeningsTest {

    private static final Limit LIMIT = new Limit(20, Duration.ofSeconds(1));

    private final Logger logger = Logger.getLogger("dev.weir.outbound");
    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(String.valueOf(record.getParameters()[0]));
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };
    private final List<Object> events = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final Happenings happenings = new Happenings(new ThrottleCounts(() -> now), events::add, () -> now);

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void endListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private void near(String policy) {
        happenings.near(new LineId(policy, Key.global()), LIMIT, 4);
    }

    @Test
    void near_inEachWindowOfTwoMinutes_isAnEventEachTimeAndALineAMinute() {
        for (int second = 0; second < 120; second++) {
            near("kis");
            now = now.plusSeconds(1);
        }
        assertThat(events).hasSize(120).allMatch(NearLimit.class::isInstance);
        assertThat(lines).containsExactly("kis", "kis");
    }

    @Test
    void near_ofTwoPolicies_isALineEach() {
        near("kis");
        near("other");
        assertThat(lines).containsExactly("kis", "other");
    }
}
