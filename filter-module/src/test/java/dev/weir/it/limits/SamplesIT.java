package dev.weir.it.limits;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.it.Visitor;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The samples of {@code config/}, each as the configuration of an application, with the numbers that it has. Limits of
 * an hour or a day behind one of a minute cannot be reached in a test; that they are there is seen in the header
 * fields.
 */
class SamplesIT {

    private static HttpResponse<String> refused(Visitor visitor, String method, String path) {
        HttpResponse<String> response = visitor.send(method, path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(429);
        return response;
    }

    private static void admitted(Visitor visitor, int count, String method, String path) {
        for (int i = 0; i < count; i++) {
            assertThat(visitor.send(method, path).statusCode())
                    .as("request %d of %s", i + 1, path)
                    .isEqualTo(200);
        }
    }

    private static int retryAfter(HttpResponse<String> response) {
        return Integer.parseInt(field(response, "Retry-After"));
    }

    /** Takes permits of {@code address} by hand. */
    private static String take(String sample, String policy, String address, int... permits) {
        StringBuilder query = new StringBuilder("/take?policy=" + policy + "&address=" + address);
        IntStream.of(permits).forEach(each -> query.append("&permits=").append(each));
        return LimitsServer.visitor(sample).get(query.toString()).body();
    }

    // public-api-tiers.properties: the limits of each tier. Its members would be tried here, too

    @ParameterizedTest
    @CsvSource({
        "free, 60, 1000, 10000",
        "basic, 120, 3000, 30000",
        "premium, 300, 10000, 100000",
        "enterprise, 1000, 50000, 500000",
    })
    void publicApiTiers_eachTier_hasItsLimits(String tier, int minute, int hour, int day) {
        Visitor caller = LimitsServer.visitor("public-api-tiers").as(tier + "@" + tier + ".example");
        HttpResponse<String> first = caller.get("/api/orders");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(field(first, "RateLimit-Policy"))
                .isEqualTo("\"api-60s\";q=%d;w=60, \"api-3600s\";q=%d;w=3600, \"api-86400s\";q=%d;w=86400"
                        .formatted(minute, hour, day));
        admitted(caller, minute - 1, "GET", "/api/orders");
        HttpResponse<String> refused = refused(caller, "GET", "/api/orders");
        assertThat(refused.body()).contains("quota-exceeded", "\"violated-policies\":[\"api\"]");
        assertThat(retryAfter(refused)).isBetween(1, 64);
        refused(LimitsServer.visitor("public-api-tiers").as(tier + "-2@" + tier + ".example"), "GET", "/api/invoices");
        admitted(LimitsServer.visitor("public-api-tiers").as(tier + "@other-" + tier + ".example"), 1, "GET", "/api/x");
    }

    // layers.properties

    @Test
    void layers_api_admitsAHundredAndBlocksForAMinute() {
        Visitor visitor = LimitsServer.visitor("layers");
        admitted(visitor, 100, "GET", "/api/orders");
        HttpResponse<String> refused = refused(visitor, "GET", "/api/orders");
        assertThat(refused.body()).contains("quota-exceeded", "\"api\"");
        assertThat(retryAfter(refused)).isBetween(30, 64);
        assertThat(refused(visitor, "GET", "/api/orders").body()).contains("abnormal-usage-detected", "\"api\"");
        admitted(visitor, 1, "GET", "/other");
    }

    @Test
    void layers_auth_admitsFiveAndBlocksForAQuarterOfAnHour() {
        Visitor visitor = LimitsServer.visitor("layers");
        admitted(visitor, 5, "POST", "/api/login");
        assertThat(retryAfter(refused(visitor, "POST", "/api/login"))).isBetween(890, 900);
        admitted(visitor, 1, "GET", "/api/orders");
    }

    @Test
    void layers_report_admitsTenAndBlocksForFiveMinutes() {
        Visitor visitor = LimitsServer.visitor("layers");
        admitted(visitor, 10, "GET", "/api/reports/1");
        HttpResponse<String> refused = refused(visitor, "GET", "/api/reports/1");
        assertThat(refused.body()).contains("quota-exceeded", "\"report\"");
        assertThat(retryAfter(refused)).as("the block forgives the hour").isBetween(290, 300);
        admitted(visitor, 1, "GET", "/api/orders");
    }

    @Test
    void layers_flood_admitsAThousandASecondAndBlocksForTenSeconds() {
        String address = "203.0.113.1";
        Visitor visitor = LimitsServer.visitor("layers").from(address);
        // a thousand requests in one second are too many for a test: so many permits are taken at once
        await().until(() -> take("layers", "flood", address, 1_000, 1_000).endsWith("refused"));
        HttpResponse<String> refused = refused(visitor, "GET", "/other");
        assertThat(refused.body()).contains("abnormal-usage-detected", "\"flood\"");
        assertThat(retryAfter(refused)).isBetween(1, 10);
        assertThat(take("layers", "flood", "203.0.113.2", 1_000)).isEqualTo("allowed");
    }

    // growing-blocks.properties

    @Test
    void growingBlocks_thirdRefusal_blocksForAMinuteAndThenForTwo() {
        String address = "203.0.113.3";
        Visitor visitor = LimitsServer.visitor("growing-blocks").from(address);
        admitted(visitor, 60, "GET", "/api/orders");
        for (int i = 0; i < 2; i++) {
            assertThat(refused(visitor, "GET", "/api/orders").body()).contains("quota-exceeded");
        }
        assertThat(retryAfter(blocked(visitor))).isBetween(45, 64);
        // when a block has ended, the next is longer; an operator ends this one before its minute
        visitor.get("/unblock?policy=api&address=" + address);
        await().until(() -> visitor.get("/api/orders").body().contains("quota-exceeded"));
        assertThat(retryAfter(blocked(visitor))).isBetween(110, 120);
    }

    /** Refusals are written down once a second. */
    private static HttpResponse<String> blocked(Visitor visitor) {
        List<HttpResponse<String>> last = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            last.add(refused(visitor, "GET", "/api/orders"));
            return last.get(last.size() - 1).body().contains("abnormal-usage-detected");
        });
        return last.get(last.size() - 1);
    }

    // adaptive.properties

    @Test
    void adaptive_applicationFails_shedsLoadByThatReason() {
        Visitor good = LimitsServer.visitor("adaptive");
        admitted(good, 1, "GET", "/api/orders");
        assertThat(field(good.get("/api/orders"), "RateLimit-Policy")).isEqualTo("\"api\";q=120;w=60");
        List<HttpResponse<String>> refused = new ArrayList<>();
        AtomicInteger address = new AtomicInteger();
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            Visitor failing = LimitsServer.visitor("adaptive");
            for (int i = 0; i < 25; i++) {
                failing.get("/api/orders?status=500");
            }
            String busy = "198.51.100." + address.incrementAndGet();
            assertThat(take("adaptive", "api", busy, 110)).isEqualTo("allowed");
            HttpResponse<String> response =
                    LimitsServer.visitor("adaptive").from(busy).get("/api/orders");
            refused.add(response);
            return response.statusCode() == 429;
        });
        HttpResponse<String> last = refused.get(refused.size() - 1);
        assertThat(last.body()).contains("#temporary-reduced-capacity", "\"violated-policies\":[\"api\"]");
        assertThat(field(last, "RateLimit-Policy")).isEqualTo("\"api\";q=120;w=60");
        assertThat(field(last, "RateLimit")).contains(";r=0;");
        assertThat(retryAfter(last)).isBetween(1, 64);
        admitted(good, 1, "GET", "/api/orders");
    }

    @Test
    void adaptive_keyIsTurnedAwayAgainAndAgain_losesTrust() {
        String address = "203.0.113.77";
        Visitor scanner = LimitsServer.visitor("adaptive").from(address);
        for (int i = 0; i < 20; i++) {
            assertThat(scanner.get("/api/admin-" + i + "?status=404").statusCode())
                    .isEqualTo(404);
        }
        String level = "/level?policy=api&address=" + address;
        Visitor visitor = LimitsServer.visitor("adaptive");
        await().untilAsserted(() -> assertThat(visitor.get(level).body())
                .startsWith("1 ")
                .contains("SuspicionRaised[policy=api, level=1, reason=REJECTIONS]"));
        assertThat(visitor.get("/level?policy=api&address=203.0.113.78").body()).startsWith("0 ");
        assertThat(scanner.get("/api/orders").headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("level"));
    }

    // llm-tokens.properties

    @Test
    void llmTokens_tokens_areAThousandAMinute() {
        String address = "203.0.113.4";
        assertThat(take("llm-tokens", "tokens", address, 600, 600, 400)).isEqualTo("allowed,refused,allowed");
    }

    @Test
    void llmTokens_sixthAnswerInProgress_isRefusedUntilOneEnds() {
        Visitor visitor = LimitsServer.visitor("llm-tokens");
        ExecutorService callers = Executors.newFixedThreadPool(5);
        try {
            List<Future<Integer>> five = IntStream.range(0, 5)
                    .mapToObj(i -> callers.submit(
                            () -> visitor.send("POST", "/v1/chat/wait").statusCode()))
                    .toList();
            await().until(() -> visitor.send("POST", "/v1/chat/now").statusCode() == 429);
            HttpResponse<String> refused = refused(visitor, "POST", "/v1/completions");
            assertThat(refused.body()).contains("quota-exceeded", "\"completions-concurrency\"");
            assertThat(retryAfter(refused)).isEqualTo(1);
            admitted(LimitsServer.visitor("llm-tokens"), 1, "POST", "/v1/completions");
            visitor.get("/finish");
            await().until(() -> visitor.send("POST", "/v1/completions").statusCode() == 200);
            assertThat(five).allSatisfy(each -> assertThat(each.get()).isEqualTo(200));
        } finally {
            callers.shutdownNow();
        }
    }

    // rollout.properties

    @Test
    void rollout_atZero_refusesNobodyAndTellsNothing() {
        Visitor visitor = LimitsServer.visitor("rollout");
        admitted(visitor, 12, "GET", "/reports/1");
        assertThat(field(visitor.get("/reports/1"), "RateLimit")).isEmpty();
    }

    @Test
    void rollout_atTen_refusesOneOfTen() {
        assertThat(refusedOf(100, "search", 60, "/search/x")).isBetween(3, 20);
    }

    @Test
    void rollout_atFifty_refusesHalf() {
        assertThat(refusedOf(60, "export", 5, "/export/x")).isBetween(20, 40);
    }

    @Test
    void rollout_atHundred_refusesEverybody() {
        Visitor visitor = LimitsServer.visitor("rollout");
        admitted(visitor, 20, "POST", "/upload/1");
        refused(visitor, "POST", "/upload/1");
        assertThat(refusedOf(10, "upload", 20, "/upload/1")).isEqualTo(10);
    }

    /**
     * How many of so many clients are refused when they have used up {@code limit}; each once more, and it is the same.
     */
    private static int refusedOf(int clients, String policy, int limit, String path) {
        int refused = 0;
        for (int i = 0; i < clients; i++) {
            String address = "198.51.100." + i;
            assertThat(take("rollout", policy, address, limit)).isEqualTo("allowed");
            Visitor visitor = LimitsServer.visitor("rollout").from(address);
            int status = visitor.send("POST", path).statusCode();
            assertThat(visitor.send("POST", path).statusCode()).isEqualTo(status);
            refused += status == 429 ? 1 : 0;
        }
        return refused;
    }
}
