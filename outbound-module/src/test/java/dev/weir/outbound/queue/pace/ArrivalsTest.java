package dev.weir.outbound.queue.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final Duration GUARD = Duration.ofMillis(20);
    private static final List<Limit> LIMITS = List.of(new Limit(20, Duration.ofMillis(1_020)));

    private final Arrivals arrivals = new Arrivals();
    private long now = 1;

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void calls(int number, long millis) {
        for (int i = 0; i < number; i++) {
            Arrivals.Flight flight = arrivals.began(now, 1, false);
            now += nanos(millis);
            arrivals.answered(flight, now, GUARD, LIMITS);
        }
    }

    @Test
    void isSure_tooFewCalls_isNot() {
        assertThat(arrivals.isSure(GUARD, 20)).isFalse();
        calls(39, 10);
        assertThat(arrivals.isSure(GUARD, 20)).isFalse();
        calls(1, 10);
        assertThat(arrivals.isSure(GUARD, 20)).isTrue();
    }

    @Test
    void isSure_noGuard_isAlways() {
        assertThat(arrivals.isSure(Duration.ZERO, 20)).isTrue();
    }

    @Test
    void isSure_callsThatAllTakeLong_is() {
        calls(40, 500);
        assertThat(arrivals.isSure(GUARD, 20)).isTrue();
    }

    @Test
    void isSure_callsThatDiffer_isNotUntilTheyAreAlikeAgain() {
        calls(40, 10);
        calls(9, 60);
        assertThat(arrivals.isSure(GUARD, 20)).isFalse();
        calls(64, 10);
        assertThat(arrivals.isSure(GUARD, 20)).isTrue();
    }

    @Test
    void go_oneLateCall_keepsItsPermitsTime() {
        calls(64, 10);
        long sent = now;
        Arrivals.Flight flight = arrivals.began(sent, 1, false);
        now += nanos(110);
        arrivals.answered(flight, now, GUARD, LIMITS);
        assertThat(arrivals.isSure(GUARD, 20)).isTrue();
        assertThat(arrivals.go(now, GUARD)).isEqualTo(now);
        long back = sent + nanos(1_020);
        assertThat(arrivals.go(back, GUARD)).as("as much later").isEqualTo(back + nanos(100));
        assertThat(arrivals.go(back + nanos(100), GUARD)).isEqualTo(back + nanos(100));
    }

    @Test
    void go_overdueCall_isWaitedForAWhile() {
        calls(64, 10);
        long sent = now;
        Arrivals.Flight flight = arrivals.began(sent, 1, false);
        assertThat(arrivals.go(sent + nanos(40), GUARD)).isEqualTo(sent + nanos(40));
        assertThat(arrivals.go(sent + nanos(60), GUARD)).isEqualTo(sent + nanos(1_000));
        arrivals.answered(flight, sent + nanos(70), GUARD, LIMITS);
        assertThat(arrivals.go(sent + nanos(71), GUARD)).isEqualTo(sent + nanos(71));
    }

    @Test
    void go_callWhoseEndIsNotTold_holdsUpNoMore() {
        calls(64, 10);
        arrivals.began(now, 1, false);
        now += nanos(1_000);
        assertThat(arrivals.go(now, GUARD)).isEqualTo(now);
        arrivals.began(now, 1, false);
        assertThat(arrivals.go(now + nanos(500), GUARD))
                .as("such calls are usual")
                .isEqualTo(now + nanos(500));
    }

    @Test
    void cancelled_call_isNotWaitedFor() {
        calls(64, 10);
        Arrivals.Flight flight = arrivals.began(now, 1, false);
        arrivals.cancelled(flight);
        assertThat(arrivals.go(now + nanos(500), GUARD)).isEqualTo(now + nanos(500));
    }
}
