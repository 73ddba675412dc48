package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.Administration;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what becomes of requests that break a rule, with resources that record what reaches them. */
class AdminServletTest {

    /** What does not happen by then never does. */
    private static final long LONGEST_SECONDS = 20;

    private static final String OPERATOR = "operator";
    private static final String VIEWER = "viewer";

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> reached = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private Route.Handler changing = call -> {
        reached.add(call.caller().who()
                + ' '
                + call.body(Set.of("policy", "reason")).text("policy"));
        return Answer.done();
    };
    private final AdminServlet servlet = AdminVisit.servlet(() -> new Administered(
            new Administration("/ops", OPERATOR, Optional.of(VIEWER), Administration.Keys.MASKED),
            new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64),
            name -> name.toLowerCase(Locale.ROOT),
            nanos::get,
            (status, address) -> refused.add(status + " " + address),
            List.of(() -> List.of(
                    Route.read("things", call -> {
                        reached.add("read");
                        return Answer.json(json -> json.write("a", 1));
                    }),
                    Route.privileged("things/secret", call -> Answer.json(json -> json.write("b", 2))),
                    Route.change("POST", "things", call -> changing.answer(call)),
                    Route.change("DELETE", "things/{id}", call -> {
                        reached.add("delete " + call.segment("id"));
                        return Answer.done();
                    })))));

    private AdminVisit visit(String path) {
        return AdminVisit.to(servlet, path);
    }

    private AdminVisit operator(String path) {
        return visit(path).as("root", OPERATOR);
    }

    private AdminVisit change() {
        return operator("/things").change("POST").body("{\"policy\":\"api\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /things,        401, 403, 200, 200",
        "HEAD,   /things,        401, 403, 200, 200",
        "GET,    /things/secret, 401, 403, 403, 200",
        "POST,   /things,        401, 403, 403, 204",
        "PUT,    /things,        401, 403, 405, 405",
        "DELETE, /things,        401, 403, 405, 405",
        "DELETE, /things/7,      401, 403, 403, 204",
        "GET,    /things/7,      401, 403, 405, 405",
        "GET,    /nothing,       401, 403, 404, 404",
        "POST,   /nothing,       401, 403, 404, 404",
        "GET,    /things/,       401, 403, 405, 405",
        "GET,    /../things,     401, 403, 404, 404",
        "OPTIONS,/things,        405, 405, 405, 405",
        "TRACE,  /things,        405, 405, 405, 405",
        "PATCH,  /things,        405, 405, 405, 405",
        "get,    /things,        405, 405, 405, 405",
    })
    void service_methodPathAndRole_areLetInOrNot(
            String method, String path, int anonymous, int neither, int viewer, int operator) {
        AdminVisit asked = visit(path).change(method).body("{}");
        assertThat(asked.send().status()).isEqualTo(anonymous);
        assertThat(asked.as("bob", "customer").send().status()).isEqualTo(neither);
        assertThat(asked.as("vera", VIEWER).send().status()).isEqualTo(viewer);
        assertThat(asked.as("root", OPERATOR).send().status()).isEqualTo(operator);
    }

    @Test
    void service_everyAnswer_hasTheFieldsOfSecurityAndNoneOfCors() {
        for (AdminVisit each : List.of(visit("/things"), operator("/things"), operator("/no"), change())) {
            AdminVisit.Reply reply =
                    each.header("Origin", "https://evil.example").send();
            assertThat(reply.headers())
                    .containsEntry("Cache-Control", "no-store")
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("X-Frame-Options", "DENY")
                    .containsEntry("Referrer-Policy", "no-referrer")
                    .containsEntry(
                            "Content-Security-Policy",
                            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
            assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("Access-Control"));
        }
    }

    @Test
    void service_refused_isAProblemDocument() {
        AdminVisit.Reply reply = operator("/nothing").send();
        assertThat(reply.headers()).containsEntry("Content-Type", "application/problem+json");
        assertThat(reply.body())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                        + "\"detail\":\"there is nothing here\"}");
        assertThat(operator("/things").with("PUT").send().headers()).containsEntry("Allow", "GET, HEAD, POST");
    }

    @Test
    void service_head_hasTheLengthAndNoBody() {
        AdminVisit.Reply reply = operator("/things").with("HEAD").send();
        assertThat(reply.headers()).containsEntry("Content-Length", "7");
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void service_pathWithoutSlash_isSentToTheOneWithASlash() {
        AdminVisit.Reply reply = operator(null).header("Host", "evil.example").send();
        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.headers()).containsEntry("Location", "/shop/ops/");
        assertThat(visit(null).send().status()).isEqualTo(401);
    }

    @Test
    void service_containerThatChallenges_answersItself() {
        AdminVisit.Reply reply = visit("/things").challengedAt("192.0.2.1").send();
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).isEmpty();
        assertThat(operator("/things").challengedAt("192.0.2.1").send().status())
                .isEqualTo(200);
    }

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

    @Test
    void service_25RequestsAtOnce_5AreTooMany() {
        AdminVisit asked = operator("/things");
        List<Integer> statuses = asked.statuses(25);
        assertThat(statuses.subList(0, 20)).containsOnly(200);
        assertThat(statuses.subList(20, 25)).containsOnly(429);
        assertThat(asked.send().headers()).containsEntry("Retry-After", "1");
        assertThat(visit("/things").as("other", OPERATOR).send().status()).isEqualTo(200);
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(asked.send().status()).isEqualTo(429);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(asked.statuses(21)).endsWith(200, 429);
    }

    @Test
    void service_spellingsOfOneName_areOnePrincipal() {
        assertThat(operator("/things").statuses(20)).containsOnly(200);
        assertThat(visit("/things").as("Root", OPERATOR).send().status()).isEqualTo(429);
        assertThat(visit("/things").as("ROOT", OPERATOR).send().status()).isEqualTo(429);
        assertThat(visit("/things").as("rooty", OPERATOR).send().status()).isEqualTo(200);
    }

    @Test
    void service_callersWithoutRole_areCountedToo() {
        assertThat(visit("/things").as("bob").statuses(21)).endsWith(403, 429);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void service_wrongPasswords_areFewPerNetworkWhoeverAuthenticates(boolean challenges) {
        AdminVisit bare = visit("/things").header("Authorization", "Basic YTpi");
        AdminVisit wrong = challenges ? bare.challengedAt("2001:db8::1") : bare.at("2001:db8::1");
        assertThat(wrong.statuses(21)).endsWith(401, 429);
        assertThat(refused).startsWith("401 6:2001:db8::/64").endsWith("429 6:2001:db8::/64");
        // the right one is not told from the others, also where the container knew it before the servlet
        AdminVisit right = wrong.as("root", OPERATOR);
        assertThat(right.send().status()).isEqualTo(429);
        assertThat(right.at("2001:db8::2").send().status()).isEqualTo(429);
        assertThat(right.at("2001:db8:0:1::1").send().status()).isEqualTo(200);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(right.send().status()).isEqualTo(200);
    }

    @Test
    void service_requestsWithoutCredentials_keepNobodyOut() {
        assertThat(visit("/things").statuses(50)).containsOnly(401);
        assertThat(refused).isEmpty();
        assertThat(operator("/things")
                        .header("Authorization", "Basic YTpi")
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void service_rightPasswords_areNoTries() {
        AdminVisit right = operator("/things").header("Authorization", "Basic YTpi");
        for (int i = 0; i < 3; i++) {
            assertThat(right.as("root" + i, OPERATOR).statuses(20)).containsOnly(200);
        }
    }

    /** All are being looked at before the first of them is known to be wrong. */
    @Test
    void service_wrongPasswordsAtOnce_areFew() throws Exception {
        CountDownLatch looked = new CountDownLatch(20);
        CountDownLatch go = new CountDownLatch(1);
        AdminVisit slow = visit("/things").header("Authorization", "Basic YTpi").authenticating(() -> {
            looked.countDown();
            var unused = go.await(LONGEST_SECONDS, TimeUnit.SECONDS);
            return null;
        });
        ExecutorService clients = Executors.newFixedThreadPool(20);
        try {
            List<Future<AdminVisit.Reply>> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                waiting.add(clients.submit(slow::send));
            }
            assertThat(looked.await(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(visit("/things")
                            .header("Authorization", "Basic YTpi")
                            .send()
                            .status())
                    .isEqualTo(429);
            go.countDown();
            for (Future<AdminVisit.Reply> each : waiting) {
                assertThat(each.get(LONGEST_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(401);
            }
        } finally {
            go.countDown();
            clients.shutdown();
        }
    }

    @Test
    void service_filesOfThePage_areManyAndNotEndless() {
        assertThat(operator("/").statuses(201)).endsWith(200, 429);
        assertThat(operator("/things").send().status()).isEqualTo(200);
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
                "{\"policy\":\"a\nb\"}"
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

    @Test
    void service_silentCluster_isUnavailable() {
        changing = call -> {
            throw RejectedCall.busy("the cluster does not answer");
        };
        AdminVisit.Reply reply = change().send();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers()).containsEntry("Retry-After", "1");
        assertThat(reply.body()).contains("\"detail\":\"the cluster does not answer\"");
    }

    @Test
    void service_errorOfOurOwn_tellsNothingOfIt() {
        for (RuntimeException each : List.of(
                new UnsupportedOperationException("secret"),
                new IllegalArgumentException("secret"),
                new IllegalStateException("secret"))) {
            changing = call -> {
                throw each;
            };
            AdminVisit.Reply reply = change().send();
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.body()).doesNotContain("secret");
        }
    }

    @Test
    void call_parameterTwice_isMalformed() {
        changing = call -> Answer.json(json -> json.write("q", call.query("q").orElse("none")));
        assertThat(change().query("q", "a").send().body()).isEqualTo("{\"q\":\"a\"}");
        assertThat(change().query("q", "").send().body()).isEqualTo("{\"q\":\"none\"}");
        assertThat(change().query("q", "a", "b").send().status()).isEqualTo(400);
    }
}
