package dev.weir.store;

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

class MemberHealthTest {

    private static final Logger LOGGER = Logger.getLogger(MemberHealth.class.getName());

    private final MutableClock clock = new MutableClock();
    private final MemberHealth health = new MemberHealth("member-1", 50, clock);
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
        assertThat(health.answers()).isFalse();
        assertThat(health.lookIsDue(clock.millis())).isTrue();
        clock.advance(Duration.ofMillis(999));
        assertThat(health.lookIsDue(clock.millis())).isFalse();
        health.answered();
        assertThat(health.answers()).isTrue();
        assertThat(records.messages).isEmpty();
    }

    @Test
    void lookIsDue_silentForLong_logsItsBeginningAndItsEndOnce() {
        missFive();
        for (int second = 0; second < 10; second++) {
            assertThat(health.lookIsDue(clock.millis())).isTrue();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(records.messages).hasSize(1);
        health.answered();
        health.answered();
        assertThat(records.messages).hasSize(2);
    }

    @Test
    void lookIsDue_memberAnswers_never() {
        assertThat(health.lookIsDue(clock.millis())).isFalse();
    }

    @Test
    void looked_inTime_endsTheSilence() {
        missFive();
        assertThat(lookThatTakes(50)).isTrue();
        assertThat(health.answers()).isTrue();
    }

    @Test
    void looked_tooLate_theNextLookIsDueAtOnce() {
        missFive();
        assertThat(lookThatTakes(51)).isFalse();
        assertThat(health.answers()).isFalse();
        assertThat(lookThatTakes(1)).isTrue();
    }

    @Test
    void looked_failed_theNextLookIsDueAfterASecond() {
        missFive();
        long since = clock.millis();
        assertThat(health.lookIsDue(since)).isTrue();
        assertThat(health.looked(since, false)).isFalse();
        clock.advance(Duration.ofMillis(999));
        assertThat(health.lookIsDue(clock.millis())).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(health.lookIsDue(clock.millis())).isTrue();
    }

    private boolean lookThatTakes(long millis) {
        long since = clock.millis();
        assertThat(health.lookIsDue(since)).isTrue();
        clock.advance(Duration.ofMillis(millis));
        return health.looked(since, true);
    }

    private void missFive() {
        for (int i = 0; i < 5; i++) {
            assertThat(health.answers()).isTrue();
            health.missed();
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
