package dev.weir.outbound.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.outbound.strict.StrictAnswer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases 12, 17 and 18: what the other side refuses, and what is repeated. */
class RefusalCasesTest {

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void call_refusalInTheBody_isRepeated(int status) throws Exception {
        StrictAnswer plain = StrictAnswer.limited(status);
        try (Kis kis = new Kis("backoff", "50ms")) {
            kis.remote.answerNext(
                    plain, plain.gzipped(), plain.chunked(), plain.gzipped().chunked());
            HttpResponse<byte[]> response = kis.call("1");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(kis.remote.log().count()).isEqualTo(5);
            assertThat(kis.throttle.statistics(Kis.POLICY).remoteRefusals()).isEqualTo(4);
        }
    }

    @Test
    void call_success_isPassedOnAsItCame() throws Exception {
        StrictAnswer price = StrictAnswer.of(200, "{\"price\":1}".getBytes(UTF_8));
        try (Kis kis = new Kis()) {
            kis.remote.answerNext(price.chunked(), price.gzipped().chunked());
            assertThat(kis.call("1").body()).asString(UTF_8).isEqualTo("{\"price\":1}");
            HttpResponse<byte[]> compressed = kis.call("2");
            assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
                    .asString(UTF_8)
                    .isEqualTo("{\"price\":1}");
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
    void call_postWhoseConnectionEnds_isSentOnce() throws Exception {
        try (Kis kis = new Kis()) {
            // on a connection that was kept alive
            assertThat(kis.call("0").statusCode()).isEqualTo(200);
            kis.remote.answerAll(StrictAnswer.closed());
            assertThatThrownBy(() -> kis.throttle.call(Kis.POLICY, () -> kis.post("1")))
                    .isInstanceOf(java.io.IOException.class);
            // the client of the JDK repeats no POST by itself
            assertThat(kis.remote.log().of("1").count()).isEqualTo(1);
            assertThat(kis.throttle.statistics(Kis.POLICY).failed()).isEqualTo(Map.of("io", 1L));
        }
    }

    /** A callable that throws does not say its method: the application has to allow it. */
    @Test
    void call_getWhoseConnectionEnds_isRepeatedWhereAllAre() throws Exception {
        try (Kis kis = new Kis("retry-methods", "any")) {
            assertThat(kis.call("0").statusCode()).isEqualTo(200);
            // the client of the JDK sends a GET again by itself, once
            kis.remote.answerNext(StrictAnswer.closed(), StrictAnswer.closed());
            assertThat(kis.call("1").statusCode()).isEqualTo(200);
            assertThat(kis.remote.log().of("1").count()).isEqualTo(3);
            assertThat(kis.throttle.statistics(Kis.POLICY).retries()).isBetween(1L, 2L);
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
    void callAsync_aThousandThatAllFail_repeatsFew() {
        try (Kis kis = Kis.of(
                "2000/1s",
                "limited-when",
                "status:429",
                "retry-on",
                "status:503",
                "backoff",
                "10ms",
                "backoff.min",
                "1ms")) {
            kis.remote.answerAll(StrictAnswer.unavailable());
            List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                all.add(kis.callAsync(String.valueOf(i)));
            }
            all.forEach(each -> assertThat(each.join().statusCode()).isEqualTo(503));
            // a fifth of them, and the ten with which a budget begins
            assertThat(kis.remote.log().count()).isBetween(1_001, 1_000 + 200 + 10);
        }
    }
}
