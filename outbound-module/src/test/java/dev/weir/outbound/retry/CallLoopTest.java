package dev.weir.outbound.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.outbound.RemoteLimitException;
import dev.weir.outbound.ThrottleQueueFullException;
import dev.weir.outbound.ThrottleTimeoutException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallLoopTest {

    private static final CallOptions OPTIONS = CallOptions.waiting(Duration.ofSeconds(30));
    private static final CallOptions GET = new CallOptions(Duration.ofSeconds(30), true, Optional.of("GET"));
    private static final CallOptions POST = new CallOptions(Duration.ofSeconds(30), true, Optional.of("POST"));

    private Remote remote = new Remote(true);

    @AfterEach
    void noPermitIsLeftOpen() {
        assertThat(remote.openPermits()).isZero();
    }

    private static Remote.Answer refused(String... fields) {
        return Remote.streamed(429, fields);
    }

    @Test
    void call_success_returnsTheResultAfterOneAttempt() throws Exception {
        assertThat(remote.loop().call(() -> "price", OPTIONS)).isEqualTo("price");
        assertThat(remote.loop().<Object>call(() -> null, OPTIONS)).isNull();
        assertThat(remote.permits()).isEqualTo(2);
        assertThat(remote.events()).containsExactly("SUCCESS", "SUCCESS");
    }

    @Test
    void call_refusedTwice_isRepeatedAndEachAttemptHasAPermit() throws Exception {
        remote.answers(refused(), refused("Retry-After", "2"), Remote.answer(200, "fine"));

        assertThat(remote.loop().call(remote.exchange("POST"), OPTIONS).body()).isEqualTo((Object) "fine");

        assertThat(remote.arrivals()).hasSize(3);
        assertThat(remote.permits()).isEqualTo(3);
        assertThat(remote.gap(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(250));
        assertThat(remote.gap(2)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_500));
        assertThat(remote.events())
                .startsWith("LIMITED", "answered limited", "backs off")
                .endsWith("SUCCESS", "answered");
    }

    @Test
    void call_dateOfARemoteClockThatIsAnHourBehind_waitsBetween1And3500Millis() throws Exception {
        remote.answers(
                refused("Date", "Mon, 30 Nov 2026 18:59:59 GMT", "Retry-After", "Mon, 30 Nov 2026 19:00:01 GMT"),
                Remote.answer(200, "fine"));

        remote.loop().call(remote.exchange("GET"), OPTIONS);

        assertThat(remote.gap(1)).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(3_500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "-1", "garbage", "1e9"})
    void call_retryAfterThatIsNone_waitsBetween50And250Millis(String value) throws Exception {
        remote.answers(refused("Retry-After", value), Remote.answer(200, "fine"));

        remote.loop().call(remote.exchange("GET"), OPTIONS);

        assertThat(remote.gap(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(250));
    }

    @Test
    void call_retryAfterBeyondTheDeadline_failsAtOnce() {
        remote = new Remote(true, "deadline=30s");
        remote.answers(refused("Retry-After", "300"));

        RemoteLimitException thrown = catchThrowableOfType(
                RemoteLimitException.class, () -> remote.loop().call(remote.exchange("GET"), OPTIONS));

        assertThat(thrown.policy()).isEqualTo("kis");
        assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(300));
        assertThat(thrown.attempts()).isEqualTo(1);
        assertThat(remote.time().elapsed()).isLessThanOrEqualTo(Duration.ofMillis(100));
        assertThat(remote.events()).endsWith("gave up DEADLINE");
    }

    @Test
    void call_refusedForEver_failsAfterAllRetriesWithTheLastWait() {
        remote = new Remote(true, "retries=2");
        remote.answers(refused(), refused(), refused("Retry-After", "9"));

        RemoteLimitException thrown = catchThrowableOfType(
                RemoteLimitException.class, () -> remote.loop().call(remote.exchange("GET"), OPTIONS));

        assertThat(thrown.attempts()).isEqualTo(3);
        assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(9));
        assertThat(remote.discarded()).isEqualTo(3);
    }

    @Test
    void call_waitsThatGrow_neverPassTheDeadline() {
        remote = new Remote(true, "deadline=5s", "retries=100", "backoff=1s", "jitter=none");
        remote.answers(refused());

        assertThatThrownBy(() -> remote.loop().call(remote.exchange("GET"), OPTIONS))
                .isInstanceOf(RemoteLimitException.class);

        assertThat(remote.time().elapsed()).isLessThan(Duration.ofSeconds(5));
        assertThat(remote.arrivals()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void call_postRefusedByACodeInTheBody_arrivesTwiceAndSucceeds(int status) throws Exception {
        remote = new Remote(true, "limited-when=json:/msg_cd=EGW00201");
        remote.answers(Remote.answer(status, "{\"rt_cd\":\"1\",\"msg_cd\":\"EGW00201\"}"), Remote.answer(200, "{}"));

        assertThat(remote.loop().call(remote.exchange("POST"), OPTIONS).statusCode())
                .isEqualTo(200);
        assertThat(remote.arrivals()).hasSize(2);
    }

    @Test
    void call_postThatIsReset_arrivesOnce() {
        remote.answers(Remote.failure(new SocketException("Connection reset")));

        assertThatThrownBy(() -> remote.loop().call(remote.exchange("POST"), POST))
                .isInstanceOf(SocketException.class)
                .hasNoSuppressedExceptions();
        assertThat(remote.arrivals()).hasSize(1);
        assertThat(remote.events()).containsExactly("IO", "gave up NOT_REPEATABLE");
    }

    @Test
    void call_unknownMethodThatIsReset_arrivesOnce() {
        remote.answers(Remote.failure(new IOException("closed")));

        assertThatThrownBy(() -> remote.loop().call(remote.exchange("GET"), OPTIONS))
                .isInstanceOf(IOException.class);
        assertThat(remote.arrivals()).hasSize(1);
    }

    @Test
    void call_getThatIsReset_isRepeated() throws Exception {
        remote.answers(Remote.failure(new IOException("closed")), Remote.answer(200, "fine"));

        assertThat(remote.loop().call(remote.exchange("GET"), GET).body()).isEqualTo((Object) "fine");
        assertThat(remote.arrivals()).hasSize(2);
    }

    @Test
    void call_badGateway_isRepeatedAndTheLastAnswerReturned() throws Exception {
        remote = new Remote(true, "retries=1");
        remote.answers(Remote.streamed(502, "X", "one"), Remote.streamed(502, "X", "two"));

        assertThat(remote.loop().call(remote.exchange("GET"), OPTIONS).headers().map())
                .containsEntry("X", List.of("two"));
        assertThat(remote.loop().call(remote.exchange("POST"), OPTIONS).statusCode())
                .isEqualTo(502);
        assertThat(remote.arrivals()).hasSize(3);
        assertThat(remote.discarded()).isEqualTo(1);
    }

    @Test
    void call_withoutRetry_isRefusedAfterOneAttempt() {
        remote.answers(refused());
        CallOptions once = new CallOptions(Duration.ZERO, false, Optional.empty());

        assertThatThrownBy(() -> remote.loop().call(remote.exchange("GET"), once))
                .isInstanceOfSatisfying(
                        RemoteLimitException.class,
                        e -> assertThat(e.attempts()).isEqualTo(1));
        assertThat(remote.arrivals()).hasSize(1);
    }

    @Test
    void call_taskThrowsRemoteLimitException_isRepeatedAsItAsks() throws Exception {
        RemoteLimitException own = new RemoteLimitException("kis", Optional.of(Duration.ofSeconds(3)), 1);
        remote.answers(Remote.failure(own), Remote.answer(200, "fine"));

        remote.loop().call(remote.exchange("POST"), OPTIONS);

        assertThat(remote.gap(1)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void call_taskThrowsRemoteLimitExceptionForEver_failsWithTheNumberOfAttempts() {
        remote.answers(Remote.failure(new RemoteLimitException("kis", Optional.empty(), 1)));

        assertThatThrownBy(() -> remote.loop().call(remote.exchange("GET"), OPTIONS))
                .isInstanceOfSatisfying(
                        RemoteLimitException.class,
                        e -> assertThat(e.attempts()).isEqualTo(6))
                .hasCauseInstanceOf(RemoteLimitException.class);
    }

    @Test
    void call_taskFails_throwsThatAfterOneAttempt() {
        remote.answers(Remote.failure(new IllegalStateException("bug")));

        assertThatThrownBy(() -> remote.loop().call(remote.exchange("GET"), GET))
                .hasMessage("bug");
        assertThatThrownBy(() -> remote.loop()
                        .call(
                                () -> {
                                    throw new AssertionError("error");
                                },
                                GET))
                .isInstanceOf(AssertionError.class);
        assertThat(remote.arrivals()).hasSize(1);
        assertThat(remote.events()).containsExactly("FAILURE", "FAILURE");
    }

    @Test
    void call_noPermit_throwsWhy() {
        remote.refusesPermits(new ThrottleQueueFullException("kis", 1_000));

        assertThatThrownBy(() -> remote.loop().call(remote.exchange("GET"), OPTIONS))
                .isInstanceOf(ThrottleQueueFullException.class);
        assertThat(remote.arrivals()).isEmpty();
    }

    @Test
    void call_noPermitForARetry_throwsWhatTheAttemptBeforeCameTo() {
        remote.answers(refused("Retry-After", "4"));
        remote.refusesPermitsAfter(1, new ThrottleTimeoutException("kis", Duration.ofHours(1), Duration.ZERO));

        assertThatThrownBy(() -> remote.loop().call(remote.exchange("GET"), OPTIONS))
                .isInstanceOfSatisfying(RemoteLimitException.class, e -> {
                    assertThat(e.retryAfter()).contains(Duration.ofSeconds(4));
                    assertThat(e.getSuppressed()).hasOnlyElementsOfType(ThrottleTimeoutException.class);
                });
    }

    @Test
    void call_noPermitForARetryOfAnAnswer_throwsWhyThereIsNone() {
        remote.answers(Remote.answer(502, ""));
        remote.refusesPermitsAfter(1, new ThrottleTimeoutException("kis", Duration.ofHours(1), Duration.ZERO));

        assertThatThrownBy(() -> remote.loop().call(remote.exchange("GET"), OPTIONS))
                .isInstanceOf(ThrottleTimeoutException.class);
    }

    @Test
    void call_waitForAPermit_isNeverLongerThanTheDeadline() throws Exception {
        remote = new Remote(true, "deadline=10s");
        remote.answers(refused("Retry-After", "4"), Remote.answer(200, ""));

        remote.loop().call(remote.exchange("GET"), OPTIONS);

        assertThat(remote.longestWaits()).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(6));
    }

    @Test
    void call_interruptedWhileItBacksOff_endsAndGivesTheTimerUp() {
        remote = new Remote(false);
        remote.answers(refused());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> remote.loop().call(remote.exchange("GET"), OPTIONS))
                .isInstanceOf(InterruptedException.class);
        assertThat(remote.time().waiting()).isZero();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void call_thousandTimesAllRefused_arrivesAtMost1250Times() {
        remote.answers(Remote.answer(503, ""));
        for (int i = 0; i < 1_000; i++) {
            assertThatThrownBy(() -> remote.loop().call(remote.exchange("GET"), OPTIONS))
                    .isInstanceOf(RemoteLimitException.class);
            remote.time().pass(Duration.ofMillis(50));
        }

        assertThat(remote.arrivals()).hasSizeBetween(1_200, 1_250);
        assertThat(remote.permits()).isEqualTo(remote.arrivals().size());
    }

    @Test
    void call_threadStandsStillBeforeTheCall_takesAnotherPermit() throws Exception {
        remote.answers(Remote.answer(200, "fine"));
        remote.permitsAge(2, () -> remote.time().pass(Duration.ofSeconds(10)));

        assertThat(remote.loop()
                        .call(remote.exchange("GET"), CallOptions.waiting(Duration.ofSeconds(30)))
                        .statusCode())
                .isEqualTo(200);

        assertThat(remote.arrivals()).hasSize(1);
        assertThat(remote.permits()).isEqualTo(3);
        assertThat(remote.cancelledPermits()).isEqualTo(2);
        assertThat(remote.longestWaits())
                .containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(10));
    }
}
