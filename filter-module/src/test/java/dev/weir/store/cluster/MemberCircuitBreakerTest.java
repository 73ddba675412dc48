package dev.weir.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemberCircuitBreakerTest {

    private static final Logger LOGGER = Logger.getLogger(MemberCircuitBreaker.class.getName());

    private final MutableClock clock = new MutableClock();
    private final MemberCircuitBreaker health = new MemberCircuitBreaker("member-1", 50, clock);
    private final Records records = new Records();

    @BeforeEach
    void listen() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(records);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(records);
        LOGGER.setUseParentHandlers(true);
    }

    @Test
    void lookIsDue_silentForLessThanASecond_logsNothing() {
        missFive();
        assertThat(health.isClosed()).isFalse();
        assertThat(health.tryProbe(clock.millis())).isTrue();
        clock.advance(Duration.ofMillis(999));
        assertThat(health.tryProbe(clock.millis())).isFalse();
        health.recordSuccess();
        assertThat(health.isClosed()).isTrue();
        assertThat(records.messages).isEmpty();
    }

    @Test
    void lookIsDue_silentForLong_logsItsBeginningAndItsEndOnce() {
        missFive();
        for (int second = 0; second < 10; second++) {
            assertThat(health.tryProbe(clock.millis())).isTrue();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(records.messages).hasSize(1);
        health.recordSuccess();
        health.recordSuccess();
        assertThat(records.messages).hasSize(2);
    }

    @Test
    void lookIsDue_memberWasAwayWithItsCircuitOpen_logsItOnlyIfItIsSilentStill() {
        missFive();
        assertThat(health.tryProbe(clock.millis())).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(health.tryProbe(clock.millis())).isTrue();
        assertThat(records.messages).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(health.tryProbe(clock.millis())).isTrue();
        assertThat(records.messages).hasSize(1);
    }

    @Test
    void lookIsDue_firstProbeLongAfterTheFailures_logsNothingUntilItIsOverdue() {
        missFive();
        clock.advance(Duration.ofSeconds(3));
        assertThat(health.tryProbe(clock.millis())).isTrue();
        assertThat(records.messages).isEmpty();
        health.recordSuccess();
        missFive();
        assertThat(health.tryProbe(clock.millis())).isTrue();
        assertThat(records.messages).isEmpty();
    }

    @Test
    void lookIsDue_memberAnswers_never() {
        assertThat(health.tryProbe(clock.millis())).isFalse();
    }

    @Test
    void looked_inTime_endsTheSilence() {
        missFive();
        assertThat(lookThatTakes(50)).isTrue();
        assertThat(health.isClosed()).isTrue();
    }

    @Test
    void looked_tooLate_theNextLookIsDueAtOnce() {
        missFive();
        assertThat(lookThatTakes(51)).isFalse();
        assertThat(health.isClosed()).isFalse();
        assertThat(lookThatTakes(1)).isTrue();
    }

    @Test
    void looked_failed_theNextLookIsDueAfterASecond() {
        missFive();
        long since = clock.millis();
        assertThat(health.tryProbe(since)).isTrue();
        assertThat(health.onProbe(since, false)).isFalse();
        clock.advance(Duration.ofMillis(999));
        assertThat(health.tryProbe(clock.millis())).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(health.tryProbe(clock.millis())).isTrue();
    }

    private boolean lookThatTakes(long millis) {
        long since = clock.millis();
        assertThat(health.tryProbe(since)).isTrue();
        clock.advance(Duration.ofMillis(millis));
        return health.onProbe(since, true);
    }

    private void missFive() {
        for (int i = 0; i < 5; i++) {
            assertThat(health.isClosed()).isTrue();
            health.recordFailure();
        }
    }

    private static final class Records extends Handler {

        final List<String> messages = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            messages.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
