package dev.weir.example;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two healthy members count as one. Each test has visitors of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

    private static final Visitor SYMBOLS = Visitor.numbered(8);

    static ClusterPair members;

    @BeforeAll
    static void start() {
        // a machine that is busy with a build is not a cluster that does not answer
        members = ClusterPair.start(
                "cluster",
                builder -> builder.property("ratelimit.store.timeout", "10s")
                        .property("ratelimit.policy.legacy.limit", "200/1h")
                        .property("ratelimit.policy.anonymous.limit", "60/1m,100/1h"));
    }

    @AfterAll
    static void stop() {
        if (members != null) {
            members.close();
        }
    }

    @Test
    void login_fiveWrongOverBoth_sixthIsRefusedOnBoth() {
        var visitor = Visitor.numbered(1);
        for (var i = 0; i < 5; i++) {
            assertThat(visitor.login(members.member(i), "alice", "wrong").status())
                    .isEqualTo(401);
        }
        for (var i = 0; i < 2; i++) {
            var refused = visitor.login(members.member(i), "alice", "alice-secret");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.retryAfter().orElseThrow()).isBetween(1L, 65L);
        }
    }

    @Test
    void reports_tenOverBoth_eleventhIsBlockedOnBoth() {
        var visitor = Visitor.numbered(2);
        for (var i = 0; i < 10; i++) {
            assertThat(visitor.get(members.member(i), "api/reports").status()).isEqualTo(200);
        }
        for (var i = 0; i < 3; i++) {
            var refused = visitor.get(members.member(i), "api/reports");
            assertThat(refused.status()).isEqualTo(429);
            // longer than the block: the hour, a sixteenth of it that the sliding window may take longer
            assertThat(refused.retryAfter().orElseThrow()).isBetween(300L, 3_826L);
            assertThat(refused.body()).contains(i == 0 ? "quota-exceeded" : "abnormal-usage-detected", "reports");
        }
        assertThat(visitor.get(members.first(), "legacy").remaining())
                .as("another policy")
                .isEqualTo(199);
    }

    @Test
    void search_blockedOnceMoreOnTheOther_isBlockedForTwiceAsLong() {
        var visitor = Visitor.numbered(4);
        assertThat(blockedFor(visitor, members.first())).isEqualTo(5);
        assertThat(visitor.get(members.second(), "api/search").status()).isEqualTo(429);
        await().atMost(ofSeconds(20))
                .until(() -> visitor.get(members.second(), "api/search").status() == 200);
        assertThat(blockedFor(visitor, members.second())).isEqualTo(10);
        await().atMost(ofSeconds(2))
                .until(() -> visitor.get(members.first(), "api/search").status() == 429);
    }

    /** Asks until it is blocked, and returns for how many seconds it is. */
    private static long blockedFor(Visitor visitor, PayaraInstance instance) {
        var replies = Stream.generate(() -> visitor.get(instance, "api/search")).limit(4);
        var refused = replies.filter(reply -> reply.status() == 429).findFirst().orElseThrow();
        assertThat(refused.body()).contains("quota-exceeded", "search");
        return refused.retryAfter().orElseThrow();
    }

    @Test
    void orders_twoCallersOfOneCustomerOnBoth_shareTheLimitOfItsTier() {
        var callers = List.of(
                Visitor.numbered(5).as("ann@kiosk.example", "ann-secret"),
                Visitor.numbered(6).as("ben@kiosk.example", "ben-secret"));
        for (var i = 0; i < 60; i++) {
            var admitted = callers.get(i % 2).get(members.member(i / 2), "api/orders");
            assertThat(admitted.status()).isEqualTo(200);
            assertThat(admitted.field("RateLimit-Policy").orElseThrow()).startsWith("\"api-60s\";q=60;w=60");
        }
        for (var i = 0; i < 4; i++) {
            var refused = callers.get(i % 2).get(members.member(i / 2), "api/orders");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.body()).contains("quota-exceeded", "\"api\"");
        }
        var other = Visitor.numbered(5).as("eva@harbour.example", "eva-secret").get(members.first(), "api/orders");
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.field("RateLimit-Policy").orElseThrow()).startsWith("\"api-60s\";q=1000;w=60");
        assertThat(other.remaining()).isEqualTo(999);
    }

    @Test
    void orders_callerWithoutCustomer_isTurnedAway() {
        var visitor = Visitor.numbered(7);
        assertThat(visitor.get(members.first(), "api/orders").status()).isEqualTo(401);
        var alice = visitor.as("alice", "alice-secret").get(members.first(), "api/orders");
        assertThat(alice.status()).isEqualTo(403);
        assertThat(alice.field("RateLimit")).isEmpty();
    }

    @Test
    void hello_severalLimits_countOnBothMembers() {
        var visitor = Visitor.numbered(3);
        for (var i = 0; i < 60; i++) {
            var admitted = visitor.get(members.member(i), "api/hello");
            assertThat(admitted.status()).isEqualTo(200);
            assertThat(admitted.field("RateLimit").orElseThrow())
                    .contains("\"anonymous-60s\";r=" + (59 - i) + ";", "\"anonymous-3600s\";r=" + (99 - i) + ";");
        }
        var refused = visitor.get(members.first(), "api/hello");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.field("RateLimit").orElseThrow())
                .as("a refused request takes nothing from the other limit")
                .contains("\"anonymous-3600s\";r=40;");
    }

    @Test
    void hello_oneUserFromManyAddresses_hasOneCounter() {
        for (var i = 0; i < 10; i++) {
            var reply = Visitor.numbered(100 + i).as("alice", "alice-secret").get(members.member(i), "api/hello");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.remaining()).isEqualTo(999 - i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 16})
    void legacy_manyThreadsOnBoth_admitJustTheLimit(int threads) {
        var visitor = Visitor.numbered(1_000 + threads);
        var traffic = Traffic.of(600, threads, i -> visitor.get(members.member(i), "legacy"));
        assertThat(traffic.statuses()).isEqualTo(Map.of(200, 200L, 429, 400L));
    }

    @Test
    void hello_fiveThousandAddresses_shareNothing() {
        var traffic = Traffic.of(5_000, 8, i -> address(i).get(members.member(i), "api/hello"));
        assertThat(traffic.statuses()).isEqualTo(Map.of(200, 5_000L));
        // had two of them one counter, the second request of one would say less than 58
        var again = Traffic.of(1_000, 8, i -> {
            var reply = address(i * 5).get(members.member(i + 1), "api/hello");
            assertThat(reply.remaining()).isEqualTo(58);
            return reply;
        });
        assertThat(again.statuses()).isEqualTo(Map.of(200, 1_000L));
    }

    /** Every other one of IPv6, each in a network of its own. */
    private static Visitor address(int number) {
        return number % 2 == 0
                ? Visitor.numbered(10_000 + number)
                : Visitor.at("2001:db8:" + Integer.toHexString(number) + "::1");
    }

    /**
     * The second member calls the first one, as if that were a service of somebody else. No other test has called it.
     */
    @Test
    @Order(1)
    void symbols_onBoth_areRefusedNotOnceByTheService() {
        for (var i = 0; i < 2; i++) {
            assertThat(SYMBOLS.post(members.member(i), "api/symbols").status()).isEqualTo(202);
            assertThat(SYMBOLS.post(members.member(i), "api/symbols").status()).isEqualTo(409);
        }
        for (var i = 0; i < 2; i++) {
            var member = members.member(i);
            await().atMost(ofSeconds(60))
                    .until(() -> SYMBOLS.get(member, "api/symbols").body().contains("\"done\":100,"));
            assertThat(SYMBOLS.get(member, "api/symbols").body()).contains("\"failed\":0,");
        }
        assertThat(SYMBOLS.get(members.first(), "api/remote/quotes").body())
                .contains("\"requests\":200,", "\"refused\":0");
    }

    @Test
    void remoteQuotes_manyAtOnce_areRefusedAsThatServiceDoes() {
        var burst = Traffic.of(300, 8, i -> SYMBOLS.get(members.second(), "api/remote/quotes/S" + i));
        assertThat(burst.statuses()).containsOnlyKeys(200, 500);
        assertThat(burst.statuses().get(200)).isGreaterThanOrEqualTo(20L);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void log_startTrafficAndStop_isQuiet() {
        IntStream.range(0, 2).mapToObj(members::member).forEach(PayaraInstance::stop);
        for (var i = 0; i < 2; i++) {
            assertThat(ServerLog.complaintsOfWeir(members.member(i))).isEmpty();
            assertThat(ServerLog.exceptionsOfWeir(members.member(i))).isEmpty();
            assertThat(members.member(i).log()).containsOnlyOnce("counters are shared through");
        }
    }
}
