package dev.weir.outbound.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.outbound.RemoteLimitException;
import dev.weir.outbound.strict.StrictAnswer;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases 12 to 18: what the other side says, and what is repeated. */
class RefusalCasesTest {

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void call_refusalInTheBody_isRepeated(int status) throws Exception {
        try (Kis kis = new Kis()) {
            kis.remote.answerNext(
                    StrictAnswer.limited(status), StrictAnswer.limited(status).gzipped());
            HttpResponse<byte[]> response = kis.call("1");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(kis.remote.log().count()).isEqualTo(3);
            assertThat(kis.throttle.statistics(Kis.POLICY).remoteRefusals()).isEqualTo(2);
        }
    }

    @Test
    void call_largeBody_isPassedOnUnchanged() throws Exception {
        byte[] body = new byte[10 << 20];
        new Random(1).nextBytes(body);
        try (Kis kis = new Kis()) {
            kis.remote.answerWithin(StrictAnswer.of(200, body));
            byte[] received = kis.call("1").body();
            assertThat(digest(received)).isEqualTo(digest(body));
        }
    }

    private static byte[] digest(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    @Test
    void call_retryAfterOfTwoSeconds_isNeverUndercut() throws Exception {
        try (Kis kis = new Kis()) {
            kis.remote.answerNext(StrictAnswer.limited(429).withRetryAfter("2"));
            kis.call("1");
            assertThat(kis.remote.log().gaps().get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(2_000));
        }
    }

    @Test
    void call_retryAfterBeyondTheDeadline_failsWithoutWaiting() throws Exception {
        try (Kis kis = new Kis("deadline", "30s")) {
            kis.remote.answerNext(StrictAnswer.limited(429).withRetryAfter("300"));
            assertThatThrownBy(() -> kis.call("1")).isInstanceOfSatisfying(RemoteLimitException.class, thrown -> {
                assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(300));
                assertThat(thrown.attempts()).isEqualTo(1);
            });
            assertThat(kis.remote.log().count()).isEqualTo(1);
        }
    }

    @Test
    void call_postWhoseConnectionEnds_isSentOnce() {
        try (Kis kis = new Kis()) {
            kis.remote.answerAll(StrictAnswer.closed());
            assertThatThrownBy(() -> kis.throttle.call(Kis.POLICY, () -> kis.post("1")))
                    .isInstanceOf(java.io.IOException.class);
            // the client of the JDK repeats no POST by itself
            assertThat(kis.remote.log().count()).isEqualTo(1);
        }
    }

    @Test
    void call_postThatIsRefused_isRepeated() throws Exception {
        try (Kis kis = new Kis()) {
            kis.remote.answerNext(StrictAnswer.limited(500));
            assertThat(kis.throttle.call(Kis.POLICY, () -> kis.post("1")).statusCode())
                    .isEqualTo(200);
            assertThat(kis.remote.log().count()).isEqualTo(2);
        }
    }

    @Test
    void callAsync_allRefused_repeatsFew() {
        try (Kis kis = new Kis(
                "limited-when",
                "status:429",
                "retry-on",
                "limited,io,status:503",
                "tighten",
                "1.0",
                "backoff",
                "10ms",
                "backoff.min",
                "1ms",
                "queue",
                "5000",
                "max-wait",
                "10m",
                "deadline",
                "10m",
                "safety",
                "1.0")) {
            kis.remote.answerAll(StrictAnswer.of(503, new byte[0]));
            List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                all.add(kis.callAsync(String.valueOf(i)));
            }
            for (CompletableFuture<HttpResponse<byte[]>> each : all) {
                try {
                    assertThat(each.join().statusCode()).isEqualTo(503);
                } catch (CompletionException e) {
                    assertThat(e.getCause()).isInstanceOf(RemoteLimitException.class);
                }
            }
            // a fifth of 60, and the ten with which a budget begins
            assertThat(kis.remote.log().count()).isBetween(60, 60 + 12 + 10);
        }
    }
}
