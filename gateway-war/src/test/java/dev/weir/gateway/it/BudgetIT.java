package dev.weir.gateway.it;

import static dev.weir.gateway.it.Client.PROMPT_TOKENS;
import static dev.weir.gateway.it.Client.chat;
import static dev.weir.gateway.it.Client.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.gateway.vllm.Served;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is held, what is charged, and what is refused: cases 1 to 4, 6 to 9, 12 and 19. */
class BudgetIT {

    private final Gateways gateways = Gateways.shared();

    private List<HttpResponse<String>> together(Client client, int count, String body) {
        List<CompletableFuture<HttpResponse<String>>> sent = IntStream.range(0, count)
                .mapToObj(i -> client.sendAsync(i % 2, body))
                .toList();
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private static long admitted(List<HttpResponse<String>> answers) {
        assertThat(answers).allMatch(each -> each.statusCode() == 200 || each.statusCode() == 429);
        return answers.stream().filter(each -> each.statusCode() == 200).count();
    }

    @Test
    void case1_fiveAtOnceWithoutMaxTokens_useNoMoreThanTheLimit() {
        Client client = gateways.client("t100");
        List<HttpResponse<String>> answers = together(client, 5, chat("llama", "reply=500 every=2ms", ""));
        assertThat(admitted(answers)).isPositive();
        assertThat(client.usage(0, "llama").used()).isLessThanOrEqualTo(100);
    }

    @Test
    void case2_fiftyAtOnceOnBoth_useNoMoreThanTheLimit() {
        Client client = gateways.client("t100");
        List<HttpResponse<String>> answers = together(client, 50, chat("llama", "reply=7", ",\"max_tokens\":20"));
        assertThat(admitted(answers)).isPositive();
        assertThat(admitted(answers) * (PROMPT_TOKENS + 7)).isLessThanOrEqualTo(100);
    }

    @Test
    void case3_limitUsedUp_isRefusedUntilItSaysSo() {
        Client client = gateways.client("t1000-5s");
        String body = chat("llama", "reply=92", ",\"max_tokens\":92");
        for (int i = 0; i < 10; i++) {
            assertThat(client.send(i % 2, body).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = client.send(0, body);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("Rate limit reached for llama", "Limit 1000, Used 1000, Requested 100.");
        long wait = field(refused, "retry-after-ms");
        await().pollDelay(Duration.ofMillis(wait))
                .atMost(Duration.ofMillis(wait).plusSeconds(5))
                .untilAsserted(
                        () -> assertThat(client.send(1, body).statusCode()).isEqualTo(200));
    }

    @Test
    void case4_moreHeldThanUsed_isFreeAtOnce() {
        Client client = gateways.client("t1000");
        HttpResponse<String> answer =
                client.send(0, chat("llama", "reply=42", ",\"max_tokens\":" + (300 - PROMPT_TOKENS)));
        assertThat(field(answer, "x-ratelimit-remaining-tokens")).isEqualTo(700);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(client.usage(0, "llama").remaining()).isEqualTo(950));
        assertThat(client.usage(1, "llama").remaining()).isEqualTo(950);
    }

    @Test
    void case6_moreThanTheLimitEverHas_isNotWorthARetry() {
        Client client = gateways.client("t1000");
        HttpResponse<String> refused = client.send(0, chat("llama", "", ",\"max_tokens\":5000"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("x-should-retry")).contains("false");
        assertThat(refused.headers().firstValue("retry-after")).isEmpty();
        assertThat(refused.body()).contains("Request too large", "Limit 1000, Requested 5008");
    }

    @Test
    void case7_smallMaxTokensBesideALargeOne_isTheLargeOne() {
        Client client = gateways.client("t60");
        int before = gateways.vllm().calls();
        HttpResponse<String> refused =
                client.send(0, chat("llama", "", ",\"max_tokens\":1,\"max_completion_tokens\":800"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(gateways.vllm().calls()).isEqualTo(before);
    }

    @Test
    void case8_severalChoices_areAllHeld() {
        Client client = gateways.client("t1000");
        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(0, chat("llama", "reply=20 first=2000", ",\"max_tokens\":100,\"n\":4"));
        await().untilAsserted(() -> assertThat(client.usage(0, "llama").held()).isEqualTo(PROMPT_TOKENS + 400));
        assertThat(slow.join().statusCode()).isEqualTo(200);
        assertThat(client.usage(0, "llama").used()).isEqualTo(PROMPT_TOKENS + 4 * 20);
    }

    @Test
    void case9_sixAtOnce_oneIsRefusedAndChargesNothing() {
        Client client = gateways.client("t1000");
        List<HttpResponse<String>> answers =
                together(client, 6, chat("llama", "reply=10 first=2000", ",\"max_tokens\":10"));
        assertThat(admitted(answers)).isEqualTo(5);
        assertThat(answers)
                .filteredOn(each -> each.statusCode() == 429)
                .singleElement()
                .satisfies(refused -> assertThat(refused.body()).contains("\"type\":\"requests\""));
        assertThat(client.usage(1, "llama").used()).isEqualTo(5 * (PROMPT_TOKENS + 10));
    }

    @Test
    void case12_refusedByTheUpstream_chargesNothing() {
        Client client = gateways.client("t1000");
        String body = chat("llama", "status=400", ",\"max_tokens\":50");
        for (int i = 0; i < 100; i++) {
            HttpResponse<String> answer = client.send(i % 2, body);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("maximum context length");
        }
        assertThat(client.usage(0, "llama").used()).isZero();
        List<HttpResponse<String>> after = together(client, 5, chat("llama", "reply=1 first=500", ",\"max_tokens\":5"));
        assertThat(admitted(after)).as("all slots are free").isEqualTo(5);
    }

    @Test
    void case12_usageMissingOrZero_isWhatWasHeldOrNothing() {
        Client client = gateways.client("t1000");
        for (String stream : List.of("", ",\"stream\":true")) {
            long before = client.usage(0, "llama").used();
            HttpResponse<String> missing =
                    client.send(0, chat("llama", "reply=10 usage=none", ",\"max_tokens\":42" + stream));
            assertThat(missing.statusCode()).isEqualTo(200);
            assertThat(client.usage(0, "llama").used()).isEqualTo(before + PROMPT_TOKENS + 42);
            HttpResponse<String> zero =
                    client.send(0, chat("llama", "reply=10 usage=zero", ",\"max_tokens\":42" + stream));
            assertThat(zero.statusCode()).isEqualTo(200);
            assertThat(client.usage(0, "llama").used()).isEqualTo(before + PROMPT_TOKENS + 42);
        }
    }

    @Test
    void cap_ofARequestThatNamesNone_isWrittenIntoIt() {
        Client client = gateways.client("t100");
        HttpResponse<String> answer = client.send(0, chat("llama", "reply=5", ""));
        assertThat(answer.statusCode()).isEqualTo(200);
        Served served = gateways.vllm().served().stream()
                .filter(each -> each.requestId()
                        .equals(answer.headers().firstValue("x-request-id").orElseThrow()))
                .findFirst()
                .orElseThrow();
        assertThat(served.cap()).isEqualTo(100 - PROMPT_TOKENS);
        assertThat(client.usage(0, "llama").used()).isEqualTo(served.total());
    }

    @Test
    void case19_limitBelowWhatIsUsed_refusesOnBoth() throws Exception {
        Client client = gateways.client("t1000");
        String body = chat("llama", "reply=92", ",\"max_tokens\":92");
        for (int i = 0; i < 6; i++) {
            assertThat(client.send(i % 2, body).statusCode()).isEqualTo(200);
        }
        String change = "{\"policy\":\"llm-tokens\",\"key\":\"user:"
                + client.key().name() + "\",\"limit\":\"500/1m\",\"for\":\"5m\",\"reason\":\"a test\"}";
        assertThat(gateways.change("PUT", "overrides", change)).isBetween(200, 201);
        String small = chat("llama", "reply=1", ",\"max_tokens\":1");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> refused = client.send(i, small);
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(refused.body()).contains("Limit 500");
            }
        });
    }

    @Test
    void case19_revokedKey_isUnknownWithinASecond() {
        Client client = gateways.client("t1000");
        assertThat(client.send(0, chat("llama", "", "")).statusCode()).isEqualTo(200);
        gateways.keys().revoke(client.key());
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            for (int i = 0; i < 2; i++) {
                assertThat(client.send(i, chat("llama", "", "")).statusCode()).isEqualTo(401);
            }
        });
    }
}
