package dev.weir.outbound.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.outbound.RemoteLimitException;
import dev.weir.outbound.strict.ArrivalLog;
import dev.weir.outbound.strict.OtherClock;
import dev.weir.outbound.strict.StrictAnswer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cases 13 to 16: when the other side wants the next call. A lower bound is a promise; an upper one is wide, because it
 * depends on what else the machine does, and only tells the wait from one that ignores the field.
 */
class RetryAfterCasesTest {

    private static final Duration BACKOFF = Duration.ofMillis(50);

    private static Duration gap(Kis kis) {
        ArrivalLog log = kis.remote.log();
        assertThat(log.count()).isGreaterThanOrEqualTo(2);
        return log.gaps().get(0);
    }

    @Test
    void call_retryAfterOfTwoSeconds_isNeverUndercutByAnyCall() throws Exception {
        try (Kis kis = new Kis()) {
            kis.remote.answerNext(StrictAnswer.limited(429).withRetryAfter("2"));
            CompletableFuture<HttpResponse<byte[]>> refused = kis.callAsync("1");
            CompletableFuture<HttpResponse<byte[]>> other = refused.thenCombine(kis.callAsync("2"), (a, b) -> b);
            other.join();
            // the other one may have been on its way
            ArrivalLog log = kis.remote.log();
            Duration toRetry =
                    Duration.ofNanos(log.arrivals().get(log.count() - 1).nanos()
                            - log.arrivals().get(0).nanos());
            assertThat(toRetry).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(20));
            kis.call("3");
            assertThat(kis.remote.log().refusals()).isOne();
        }
    }

    @Test
    void call_afterARefusalWithRetryAfter_waitsToo() throws Exception {
        try (Kis kis = new Kis("retries", "0")) {
            kis.remote.answerNext(StrictAnswer.limited(500).withRetryAfter("2"));
            assertThatThrownBy(() -> kis.call("1")).isInstanceOf(RemoteLimitException.class);
            kis.call("2");
            assertThat(gap(kis)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(20));
        }
    }

    @Test
    void call_dateByAClockThatIsBehind_isReadByThatClock() throws Exception {
        Duration behind = Duration.ofHours(-1);
        try (Kis kis = new Kis();
                OtherClock other = OtherClock.of(kis.remote, behind)) {
            kis.remote.answerNext(StrictAnswer.limited(429).withRetryAfterDate(Duration.ofSeconds(2), behind));
            kis.throttle.call(Kis.POLICY, () -> kis.get(other.uri("1")));
            assertThat(gap(kis)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
        }
    }

    @Test
    void call_dateByAClockThatIsAhead_isReadByThatClock() throws Exception {
        Duration ahead = Duration.ofHours(1);
        try (Kis kis = new Kis();
                OtherClock other = OtherClock.of(kis.remote, ahead)) {
            kis.remote.answerNext(StrictAnswer.limited(429).withRetryAfterDate(Duration.ofSeconds(2), ahead));
            kis.throttle.call(Kis.POLICY, () -> kis.get(other.uri("1")));
            assertThat(gap(kis)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "1.5.2", "0"})
    void call_retryAfterThatIsNoWait_backsOff(String value) throws Exception {
        try (Kis kis = new Kis()) {
            kis.remote.answerNext(StrictAnswer.limited(429).withRetryAfter(value));
            kis.call("1");
            assertThat(gap(kis)).isBetween(BACKOFF, Duration.ofSeconds(20));
        }
    }

    @Test
    void call_dateInThePast_backsOff() throws Exception {
        try (Kis kis = new Kis()) {
            kis.remote.answerNext(StrictAnswer.limited(429).withRetryAfterDate(Duration.ofMinutes(-5), Duration.ZERO));
            kis.call("1");
            assertThat(gap(kis)).isBetween(BACKOFF, Duration.ofSeconds(20));
        }
    }

    @ParameterizedTest
    @CsvSource({"300, 300", "31536000, 31536000", "99999999999999999999, 31622400"})
    void call_retryAfterBeyondTheDeadline_failsWithoutWaiting(String seconds, long believed) {
        try (Kis kis = new Kis("deadline", "30s")) {
            kis.remote.answerNext(StrictAnswer.limited(429).withRetryAfter(seconds));
            long before = System.nanoTime();
            assertThatThrownBy(() -> kis.call("1")).isInstanceOfSatisfying(RemoteLimitException.class, thrown -> {
                assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(believed));
                assertThat(thrown.attempts()).isEqualTo(1);
            });
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
            assertThat(kis.remote.log().count()).isEqualTo(1);
        }
    }
}
