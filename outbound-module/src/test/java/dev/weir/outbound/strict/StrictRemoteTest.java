package dev.weir.outbound.strict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StrictRemoteTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final StrictRemote remote = StrictRemote.start(StrictRules.defaults());

    @AfterEach
    void close() {
        remote.close();
    }

    private HttpRequest request(String id) {
        return HttpRequest.newBuilder(remote.uri(id)).build();
    }

    private HttpResponse<byte[]> get(String id) throws IOException, InterruptedException {
        return client.send(request(id), BodyHandlers.ofByteArray());
    }

    private List<HttpResponse<String>> atOnce(int number) {
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            calls.add(client.sendAsync(request("c" + i), BodyHandlers.ofString()));
        }
        return calls.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void handle_ofTwentyFiveAtOnce_refusesWhatIsMoreThanTwentyInASecond() {
        List<HttpResponse<String>> answers = atOnce(25);
        ArrivalLog log = remote.log();
        assertThat(log.count()).isEqualTo(25);
        assertThat(log.mostIn(SECOND)).isEqualTo(25);
        assertThat(log.refusals()).isEqualTo(5);
        assertThat(log.first(20).refusals()).isZero();
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 500))
                .hasSize(5)
                .allMatch(answer -> answer.body().startsWith("{\"rt_cd\":\"1\",\"msg_cd\":\"EGW00201\""));
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                .hasSize(20)
                .allMatch(answer -> answer.body().contains("\"rt_cd\":\"0\""));
    }

    @Test
    void handle_aSecondAfterTheFirst_acceptsAgain() {
        atOnce(20);
        long last = remote.log().after(19).arrivals().get(0).nanos();
        Awaitility.await().until(() -> System.nanoTime() - last >= SECOND.toNanos());
        atOnce(20);
        assertThat(remote.log().refusals()).isZero();
        assertThat(remote.log().mostIn(SECOND)).isEqualTo(20);
    }

    /** What the remote decides is what its log says, request by request. */
    @Test
    void handle_ofManyForTwoSeconds_decidesAsASlidingLogDoes() {
        long end = System.nanoTime() + 2 * SECOND.toNanos();
        while (System.nanoTime() < end) {
            atOnce(7);
        }
        List<Long> accepted = new ArrayList<>();
        for (Arrival arrival : remote.log().arrivals()) {
            long within = accepted.stream()
                    .filter(before -> arrival.nanos() - before < SECOND.toNanos())
                    .count();
            assertThat(arrival.refused()).isEqualTo(within >= 20);
            if (!arrival.refused()) {
                accepted.add(arrival.nanos());
            }
        }
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(40);
        assertThat(remote.log().refusals()).isPositive();
    }

    @Test
    void handle_withFixedSeconds_acceptsTwentyInEachOfItsOwn() {
        remote.rules(StrictRules.defaults().withFixedSeconds());
        long end = System.nanoTime() + 3 * SECOND.toNanos();
        while (System.nanoTime() < end) {
            atOnce(10);
        }
        Map<Long, Integer> accepted = new HashMap<>();
        for (Arrival arrival : remote.log().arrivals()) {
            long second = (arrival.nanos() - remote.startNanos()) / SECOND.toNanos();
            int before = accepted.getOrDefault(second, 0);
            assertThat(arrival.refused()).isEqualTo(before >= 20);
            if (!arrival.refused()) {
                accepted.put(second, before + 1);
            }
        }
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(3);
        assertThat(remote.log().refusals()).isPositive();
    }

    @Test
    void handle_withADelayBeforeCounting_countsInAnotherOrderThanSent() throws Exception {
        try (StrictRemote late = StrictRemote.start(StrictRules.defaults()
                .withPermits(1_000)
                .withLatency(Duration.ZERO)
                .withDelay(Duration.ofMillis(80), 42))) {
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                calls.add(client.sendAsync(
                        HttpRequest.newBuilder(late.uri("c" + i)).build(), BodyHandlers.ofString()));
            }
            calls.forEach(CompletableFuture::join);
            assertThat(late.log().count()).isEqualTo(60);
            assertThat(late.log().inversions()).isGreaterThan(5);
            assertThat(late.log().span()).isGreaterThan(Duration.ofMillis(20));
        }
    }

    @Test
    void handle_ofAThousandInFlight_answersAll() {
        remote.rules(StrictRules.defaults().withPermits(1_000).withLatency(SECOND));
        long begin = System.nanoTime();
        assertThat(atOnce(1_000)).allMatch(answer -> answer.statusCode() == 200);
        // one after the other, or 200 at a time, they would take longer
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(SECOND, Duration.ofSeconds(20));
        assertThat(remote.log().count()).isEqualTo(1_000);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("strict-remote-timer")))
                .hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void answerNext_ofARefusalInA200_isReadPlainAndCompressed() throws Exception {
        remote.answerNext(StrictAnswer.limited(200), StrictAnswer.limited(200).gzipped());
        assertThat(new String(get("a").body(), UTF_8)).contains("EGW00201");
        HttpResponse<byte[]> compressed = get("b");
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new String(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes(), UTF_8))
                .contains("EGW00201");
        assertThat(get("c").statusCode()).isEqualTo(200);
        assertThat(remote.log().refusals()).isEqualTo(2);
    }

    @Test
    void answerNext_withRetryAfter_hasTheHeaders() throws Exception {
        remote.answerNext(
                StrictAnswer.limited(429).withRetryAfter("2"),
                StrictAnswer.limited(429).withRetryAfter("soon"));
        assertThat(get("a").headers().firstValue("Retry-After")).contains("2");
        assertThat(get("b").headers().firstValue("Retry-After")).contains("soon");
    }

    @Test
    void uri_ofAnotherClock_hasTheDateOfThatClockAlone() throws Exception {
        Duration behind = Duration.ofHours(-1);
        StrictAnswer dated = StrictAnswer.limited(429).withRetryAfterDate(Duration.ofSeconds(2), behind);
        try (OtherClock other = OtherClock.of(remote, behind)) {
            for (int i = 0; i < 3; i++) {
                remote.answerNext(dated);
                HttpResponse<String> answer =
                        client.send(HttpRequest.newBuilder(other.uri("c" + i)).build(), BodyHandlers.ofString());
                ZonedDateTime date = date(answer, "Date");
                assertThat(Duration.between(date, date(answer, "Retry-After")))
                        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
                assertThat(Duration.between(date.toInstant(), Instant.now().plus(behind))
                                .abs())
                        .isLessThan(Duration.ofSeconds(30));
                assertThat(answer.headers().allValues("Date")).hasSize(1);
                assertThat(answer.body()).contains("EGW00201");
            }
        }
        assertThat(remote.log().ids()).containsExactly("c0", "c1", "c2");
    }

    private static ZonedDateTime date(HttpResponse<?> answer, String name) {
        return ZonedDateTime.parse(
                answer.headers().firstValue(name).orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    @Test
    void answerAll_of503_refusesEverything() throws Exception {
        remote.answerAll(StrictAnswer.unavailable());
        assertThat(get("a").statusCode()).isEqualTo(503);
        assertThat(get("b").statusCode()).isEqualTo(503);
        assertThat(remote.log().refusals()).isEqualTo(2);
    }

    @Test
    void answerNext_withAClosedConnection_isAnErrorOfAPostThatArrivedOnce() {
        remote.answerNext(StrictAnswer.closed());
        HttpRequest post = HttpRequest.newBuilder(remote.uri("order"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"buy\":1}"))
                .build();
        assertThatThrownBy(() -> client.send(post, BodyHandlers.ofString())).isInstanceOf(IOException.class);
        assertThat(remote.log().count()).isOne();
        assertThat(remote.log().arrivals().get(0).method()).isEqualTo("POST");
        assertThat(remote.log().refusals()).isZero();
    }

    @Test
    void answerWithin_aLargeBody_arrivesWhole() throws Exception {
        byte[] body = new byte[10 << 20];
        new Random(1).nextBytes(body);
        remote.answerWithin(StrictAnswer.of(200, body));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] expected = digest.digest(body);
        assertThat(digest.digest(get("large").body())).isEqualTo(expected);
    }

    @Test
    void close_whileRequestsWait_endsThem() throws Exception {
        remote.rules(StrictRules.defaults().withLatency(Duration.ofMinutes(10)));
        CompletableFuture<HttpResponse<String>> call = client.sendAsync(request("a"), BodyHandlers.ofString());
        Awaitility.await().until(() -> remote.log().count() == 1);
        remote.close();
        assertThatThrownBy(() -> call.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(IOException.class);
    }
}
