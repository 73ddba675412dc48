package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of changes that break a rule. */
class AdminChangeTest extends RecordedThings {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Ratelimit-Admin | ''",
                "X-Ratelimit-Admin | 0",
                "X-Ratelimit-Admin | true",
                "Content-Type      | text/plain",
                "Content-Type      | application/x-www-form-urlencoded",
                "Content-Type      | application/json-patch+json",
                "Sec-Fetch-Site    | cross-site",
                "Sec-Fetch-Site    | same-site",
                "Sec-Fetch-Site    | ''",
                "Origin            | null",
                "Origin            | ''",
                "Origin            | https://evil.example",
                "Origin            | https://shop.example.evil.example",
                "Origin            | https://shop.example:8443",
                "Origin            | https://user@shop.example",
                "Origin            | ftp://shop.example",
                "Origin            | shop.example",
            })
    void service_changeThatAnotherSiteCouldCause_isForbiddenAndChangesNothing(String header, String value) {
        assertThat(change().header(header, value).send().status()).isEqualTo(403);
        assertThat(reached).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Ratelimit-Admin", "Content-Type", "Sec-Fetch-Site", "Origin"})
    void service_changeWithAFieldTwice_isForbidden(String header) {
        String right = header.equals("Origin")
                ? "http://shop.example"
                : header.equals("Content-Type") ? "application/json" : header.startsWith("X") ? "1" : "none";
        assertThat(change().header(header, right).send().status()).isEqualTo(204);
        int both = change().header(header, right, header.equals("Sec-Fetch-Site") ? "cross-site" : right)
                .send()
                .status();
        assertThat(both).isEqualTo(403);
    }

    @Test
    void service_changeWithoutTheFieldOfAdministrators_isForbidden() {
        assertThat(operator("/things")
                        .with("POST")
                        .header("Content-Type", "application/json")
                        .body("{}")
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(operator("/things")
                        .with("POST")
                        .header("X-Ratelimit-Admin", "1")
                        .body("{}")
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(operator("/things/7").with("DELETE").send().status()).isEqualTo(403);
        assertThat(reached).isEmpty();
        assertThat(operator("/things/7")
                        .with("DELETE")
                        .header("X-Ratelimit-Admin", "1")
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(reached).containsExactly("delete 7");
    }

    /** Nobody reads its body, but a type that is sent says who can have sent it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain                        | 403",
                "application/x-www-form-urlencoded | 403",
                "''                                | 403",
                "application/json                  | 204",
                "application/json; charset=utf-8   | 204",
            })
    void service_deletionWithAType_needsThatOfJson(String type, int status) {
        AdminVisit delete = operator("/things/7")
                .with("DELETE")
                .header("X-Ratelimit-Admin", "1")
                .header("Content-Type", type);
        assertThat(delete.send().status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example",
                "http://shop.example:80",
                "https://SHOP.example",
                "https://shop.example:443"
            })
    void service_changeByAPageOfThisHost_isMade(String origin) {
        AdminVisit asked = change().header("Origin", origin).header("Sec-Fetch-Site", "same-origin");
        assertThat(asked.send().status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "\"text\"",
                "null",
                "{",
                "{\"policy\"}",
                "{\"policy\":}",
                "{} {}",
                "{}x",
                "{policy:\"a\"}",
                "{\"policy\":7}",
                "{\"policy\":true}",
                "{\"policy\":null}",
                "{\"policy\":\"\"}",
                "{\"policy\":{}}",
                "{\"policy\":[\"a\"]}",
                "{\"policy\":{\"a\":\"b\"}}",
                "{\"policy\":\"a\",\"policy\":\"b\"}",
                "{\"polcy\":\"a\"}",
                "{\"policy\":\"a\",\"x\":\"b\"}",
                "{\"policy\":\"a\nb\"}",
                "{\"policy\":\"\\ud800\"}",
                "{\"policy\":\"a\\udc00b\"}"
            })
    void service_bodyThatIsNoObjectOfKnownTexts_isRefused(String body) {
        assertThat(change().body(body).send().status()).as(body).isEqualTo(400);
        assertThat(reached).isEmpty();
    }

    @Test
    void service_bodyOfOtherBytes_isRefused() {
        byte[] latin = "{\"policy\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(change().body(() -> new ByteArrayInputStream(latin), latin.length)
                        .send()
                        .status())
                .isEqualTo(400);
    }

    @Test
    void service_deepBody_isRefusedWithoutMuchWork() {
        String deep = "[".repeat(30_000) + "]".repeat(30_000);
        assertThat(change().body(deep).send().status()).isEqualTo(400);
        assertThat(change().body("{\"policy\":" + deep + '}').send().status()).isEqualTo(400);
    }

    @Test
    void service_bodyOfAMegabyte_isTooLargeWhateverItsLengthSays() {
        byte[] large = ("{\"policy\":\"" + "a".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertThat(change().body(InputStream::nullInputStream, large.length)
                        .send()
                        .status())
                .isEqualTo(413);
        assertThat(change().body(() -> new ByteArrayInputStream(large), -1)
                        .send()
                        .status())
                .isEqualTo(413);
        assertThat(reached).isEmpty();
    }

    @Test
    void service_slowBody_endsAtItsDeadline() {
        AdminVisit slow = change().body(
                        () -> new InputStream() {
                            @Override
                            public int read() {
                                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                                return ' ';
                            }

                            @Override
                            public int read(byte[] bytes, int from, int most) {
                                bytes[from] = (byte) read();
                                return 1;
                            }
                        },
                        -1);
        AdminVisit.Reply reply = slow.send();
        assertThat(reply.status()).isEqualTo(408);
        assertThat(reply.headers()).containsEntry("Connection", "close");
        assertThat(Duration.ofNanos(nanos.get())).isEqualTo(Duration.ofSeconds(6));
    }

    /** A change waits for the cluster or a body, and holds a thread of the server for as long. */
    @Test
    void service_fifthChangeAtOnce_isRefused() throws Exception {
        CountDownLatch begun = new CountDownLatch(4);
        CountDownLatch go = new CountDownLatch(1);
        changing = call -> {
            begun.countDown();
            try {
                var unused = go.await(LONGEST_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Answer.done();
        };
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<Future<AdminVisit.Reply>> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String each = "root" + i;
                waiting.add(clients.submit(() -> change().as(each, OPERATOR).send()));
            }
            assertThat(begun.await(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
            AdminVisit.Reply fifth = change().send();
            assertThat(fifth.status()).isEqualTo(503);
            assertThat(fifth.headers()).containsEntry("Retry-After", "1");
            assertThat(operator("/things").send().status()).isEqualTo(200);
            go.countDown();
            for (Future<AdminVisit.Reply> each : waiting) {
                assertThat(each.get(LONGEST_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(204);
            }
            assertThat(change().send().status()).isEqualTo(204);
        } finally {
            go.countDown();
            clients.shutdown();
        }
    }

    @Test
    void service_bodiesThatDoNotArrive_keepNoOtherFromAChange() throws Exception {
        CountDownLatch reading = new CountDownLatch(5);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService clients = Executors.newFixedThreadPool(5);
        try {
            List<Future<AdminVisit.Reply>> waiting = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String each = "slow" + i;
                waiting.add(clients.submit(() -> change().as(each, OPERATOR)
                        .body(() -> new StalledStream(reading, go), -1)
                        .send()));
            }
            assertThat(reading.await(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(change().send().status()).isEqualTo(204);
            assertThat(change().as("slow0", OPERATOR).send().status()).isEqualTo(503);
            go.countDown();
            for (Future<AdminVisit.Reply> each : waiting) {
                assertThat(each.get(LONGEST_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(400);
            }
            assertThat(change().as("slow0", OPERATOR).send().status()).isEqualTo(204);
        } finally {
            go.countDown();
            clients.shutdown();
        }
    }

    private static final class StalledStream extends InputStream {
        private final CountDownLatch reading;
        private final CountDownLatch go;

        StalledStream(CountDownLatch reading, CountDownLatch go) {
            this.reading = reading;
            this.go = go;
        }

        @Override
        public int read() {
            reading.countDown();
            try {
                var unused = go.await(LONGEST_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return -1;
        }
    }
}
