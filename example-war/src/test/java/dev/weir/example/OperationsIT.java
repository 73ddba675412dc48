package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What operators see and change on one of two instances, and what the other one makes of it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperationsIT {

    /** What is changed or counted holds everywhere by then. */
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    static ClusterPair members;

    @BeforeAll
    static void start() {
        members = ClusterPair.start(
                "operations",
                builder -> builder.property("ratelimit.policy.anonymous.limit", "1000000/1h")
                        // what is counted is exact, however slow the machine is
                        .property("ratelimit.store.timeout", "2s"));
    }

    @AfterAll
    static void stop() {
        if (members != null) {
            members.close();
        }
    }

    private static Operator first() {
        return Operator.of(members.first());
    }

    private static Operator second() {
        return Operator.of(members.second());
    }

    /** Ten an hour, then a block of five minutes. */
    private static Visitor.Reply reports(Visitor visitor, int number) {
        return visitor.get(members.member(number), "api/reports");
    }

    private static void use(Visitor visitor, int times) {
        for (var i = 0; i < times; i++) {
            assertThat(reports(visitor, i).status()).isEqualTo(200);
        }
    }

    private static String key(Visitor visitor) {
        return "\"policy\":\"reports\",\"key\":\"address:" + visitor.address() + '"';
    }

    /** Before any question, so that nothing is known but what members say when they start. */
    @Test
    @Order(-1)
    void statistics_frozenBeforeTheFirstQuestion_isThereAtOnceAndSilent() {
        // by then both have said so
        await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
        members.second().freeze();
        try {
            assertThat(statistics().split("\"self\":"))
                    .as("a part before each, and the rest")
                    .hasSize(3);
            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(statistics())
                            .contains("\"state\":\"silent\"")
                            .doesNotContain("unknown"));
        } finally {
            members.second().thaw();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> !statistics().contains("\"silent\":true"));
    }

    @Test
    @Order(0)
    void audit_changesAtBoth_areListedByBothWithTheirInstance() {
        for (var each : List.of(first(), second())) {
            var reason =
                    "{" + key(Visitor.numbered(900)) + ",\"reason\":\"by " + (each.equals(first()) ? 1 : 2) + "\"}";
            assertThat(each.change("POST", "unblock", reason).statusCode()).isEqualTo(204);
        }
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            var atFirst = first().get("audit").body();
            assertThat(atFirst).contains("\"complete\":true", "by 1", "by 2");
            var atSecond = second().get("audit").body();
            assertThat(entries(atSecond)).isEqualTo(entries(atFirst));
            assertThat(Pattern.compile("\"instance\":\"([^\"]+)\"")
                            .matcher(entries(atFirst))
                            .results()
                            .map(match -> match.group(1))
                            .distinct())
                    .hasSize(2);
            assertThat(second().get("report").body()).contains("\"complete\":true");
        });
    }

    private static String entries(String audit) {
        return audit.substring(audit.indexOf("\"entries\""));
    }

    @Test
    @Order(1)
    void statistics_twelveOverBoth_agreeWithinTwoSeconds() {
        var visitor = Visitor.numbered(1);
        use(visitor, 10);
        // the block begins with the one that is refused
        assertThat(reports(visitor, 0).body()).contains("quota-exceeded");
        assertThat(reports(visitor, 1).body()).contains("abnormal-usage-detected");
        await().atMost(TWO_SECONDS).untilAsserted(() -> {
            for (var each : List.of(first(), second())) {
                assertThat(each.statistics("reports"))
                        .contains("\"allowed\":10", "\"refused\":1", "\"blocked\":1", "\"shadow\":0");
            }
        });
        assertThat(first().get("statistics").body()).contains("\"mode\":\"cluster\"", "\"level\":\"healthy\"");
    }

    @Test
    @Order(2)
    void unblockAndReset_onOne_holdOnTheOther() {
        var visitor = Visitor.numbered(1);
        await().atMost(TWO_SECONDS)
                .until(() ->
                        second().get("keys?policy=reports&state=blocked").body().contains("4:198.18.***"));
        assertThat(first().change("POST", "unblock", "{" + key(visitor) + ",\"reason\":\"called us\"}")
                        .statusCode())
                .isEqualTo(204);
        var one = "keys/one?policy=reports&key=address:" + visitor.address();
        await().atMost(TWO_SECONDS).until(() -> second().get(one).body().contains("\"blockedUntil\":null"));
        assertThat(second().get(one).body()).contains("\"allowed\":false", "\"remaining\":0");
        // the limit is used up still; with this refusal another block begins
        assertThat(reports(visitor, 1).body()).contains("quota-exceeded");
        assertThat(first().change("DELETE", one, "").statusCode()).isEqualTo(204);
        await().atMost(Duration.ofMillis(1_100)).until(() -> reports(visitor, 1).status() == 200);
        assertThat(reports(visitor, 0).status()).isEqualTo(200);
        assertThat(first().get("audit").body()).contains("\"action\":\"unblock\"", "\"action\":\"reset\"", "called us");
    }

    @Test
    @Order(3)
    void override_ofAUsedUpKey_admitsExactlyTenMoreAndSurvivesAMember() {
        var visitor = Visitor.numbered(2);
        use(visitor, 10);
        var made =
                first().change("PUT", "overrides", "{" + key(visitor) + ",\"limit\":\"20/1h\",\"reason\":\"trial\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        await().atMost(TWO_SECONDS).until(() -> second().get("overrides").body().contains("20/1h"));
        use(visitor, 5);
        var third = members.third().launch();
        try {
            third.awaitReady().awaitMembers(3);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> Operator.of(third).get("overrides").body().contains("20/1h"));
        } finally {
            third.close();
        }
        members.first().awaitMembers(2);
        use(visitor, 5);
        assertThat(reports(visitor, 0).status()).isEqualTo(429);
        assertThat(first().change("POST", "unblock", "{" + key(visitor) + ",\"reason\":\"trial\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(second().change("DELETE", "overrides/" + Operator.text(made.body(), "id"), "")
                        .statusCode())
                .isEqualTo(204);
        await().atMost(TWO_SECONDS).until(() -> !first().get("overrides").body().contains("20/1h"));
        assertThat(reports(visitor, 0).status()).isEqualTo(429);
        assertThat(reports(visitor, 1).status()).isEqualTo(429);
    }

    @Test
    @Order(4)
    void change_ofAnotherSite_isRefusedAndChangesNothing() {
        var visitor = Visitor.numbered(3);
        var body = "{" + key(visitor) + ",\"reason\":\"forged\"}";
        var withoutHeader = first().request("block")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        assertThat(Operator.send(withoutHeader).statusCode()).isEqualTo(403);
        var foreign = first().request("block")
                .header("Content-Type", "application/json")
                .header("X-Ratelimit-Admin", "1")
                .header("Origin", "https://example.org")
                .POST(BodyPublishers.ofString(body));
        assertThat(Operator.send(foreign).statusCode()).isEqualTo(403);
        assertThat(new Operator(members.first(), "bob")
                        .change("POST", "block", body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(reports(visitor, 0).status()).isEqualTo(200);
        assertThat(first().get("audit").body()).doesNotContain("forged");
    }

    @Test
    @Order(5)
    void keys_oneWithFivePercentOfAHundredThousand_isTheFirst() {
        var often = Visitor.numbered(70_000);
        var keys = 20_000;
        var traffic = Traffic.of(
                keys,
                8,
                i -> (i % 20 == 0 ? often : Visitor.numbered(71_000 + i)).get(members.member(i / 20), "api/hello"));
        assertThat(traffic.statuses()).containsOnlyKeys(200);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            var listed =
                    first().get("keys?policy=anonymous&state=top&limit=100").body();
            var count = Integer.parseInt(listed.replaceFirst("(?s).*?\"count\":(\\d+).*", "$1"));
            assertThat(count).isBetween(keys / 20, keys / 20 + keys / 500);
            // masked they all look the same
            var one = "keys/one?policy=anonymous&key=address:" + often.address();
            assertThat(Operator.text(listed, "token"))
                    .isEqualTo(Operator.text(first().get(one).body(), "token"));
        });
    }

    @Test
    @Order(6)
    void requests_twentyFiveAtOnce_someAreTooMany() {
        // what the tests before have used is back
        await().atMost(Duration.ofSeconds(5))
                .pollDelay(Duration.ofSeconds(2))
                .until(() -> first().get("me").statusCode() == 200);
        await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
        var answers = IntStream.range(0, 25)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> first().get("me")))
                .toList();
        var statuses = answers.stream()
                .map(CompletableFuture::join)
                .map(HttpResponse::statusCode)
                .toList();
        // on a slow machine they take more than the second in which there are twenty
        assertThat(statuses)
                .containsOnly(200, 429)
                .filteredOn(status -> status == 429)
                .hasSizeLessThanOrEqualTo(5);
    }

    @Test
    @Order(7)
    void statistics_oneFrozen_answerAtOnceAndNameIt() {
        // the test before has used the twenty of a second
        await().pollDelay(Duration.ofMillis(1_100))
                .untilAsserted(() -> assertThat(statistics()).doesNotContain("\"silent\":true"));
        try (var traffic =
                Traffic.start(2, i -> Visitor.numbered(20_000 + i % 500).get(members.first(), "api/hello"))) {
            members.second().freeze();
            try {
                await().atMost(Duration.ofSeconds(5))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> statistics().contains("\"silent\":true"));
                // what waits for the silent member does so each time; what is busy does not
                var shortest = Duration.ofDays(1);
                for (var i = 0; i < 5; i++) {
                    var before = System.nanoTime();
                    assertThat(statistics()).contains("\"silent\":true");
                    var took = Duration.ofNanos(System.nanoTime() - before);
                    shortest = took.compareTo(shortest) < 0 ? took : shortest;
                }
                assertThat(shortest).isLessThan(Duration.ofMillis(300));
            } finally {
                members.second().thaw();
            }
            traffic.close();
            assertThat(traffic.statuses()).containsOnlyKeys(200);
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> !statistics().contains("\"silent\":true"));
    }

    private static String statistics() {
        var answer = first().get("statistics");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    @Order(8)
    void log_ofBoth_hasNoException() {
        assertThat(ServerLog.exceptionsOfWeir(members.first())).isEmpty();
        assertThat(ServerLog.exceptionsOfWeir(members.second())).isEmpty();
    }
}
