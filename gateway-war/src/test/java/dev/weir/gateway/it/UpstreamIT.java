package dev.weir.gateway.it;

import static dev.weir.gateway.it.Client.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Upstreams that are slow, that fail, and that close idle connections: cases 17 and 18. */
class UpstreamIT {

    private final Gateways gateways = Gateways.shared();

    @Test
    void case17_connectionIdleForLongerThanTheServerKeepsIt_isNotUsed() {
        Client client = gateways.client("t100000");
        for (int i = 0; i < 4; i++) {
            assertThat(client.send(0, chat("llama", "reply=1", ",\"max_tokens\":5"))
                            .statusCode())
                    .isEqualTo(200);
            int opened = gateways.vllm().opened();
            // 4.5 to 5.5 s: around the time at which the server closes them
            Duration pause = Duration.ofMillis(4_500 + 250L * i);
            await().pollDelay(pause).until(() -> opened > 0);
        }
        assertThat(gateways.vllm().upgrades()).isZero();
    }

    @Test
    void case18_failsAgainAndAgain_isLeftAloneForAMoment() {
        Client client = gateways.client("t100000");
        String body = chat("other", "reply=1", ",\"max_tokens\":5");
        gateways.other().fail(true);
        try {
            int failed = 0;
            HttpResponse<String> answer = client.send(0, body);
            while (answer.statusCode() == 502 && failed < 10) {
                failed++;
                answer = client.send(0, body);
            }
            assertThat(failed).isEqualTo(5);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
            assertThat(answer.body()).contains("service_unavailable");
            int before = gateways.other().calls();
            for (int i = 0; i < 20; i++) {
                assertThat(client.send(0, body).statusCode()).isEqualTo(503);
            }
            assertThat(gateways.other().calls()).isEqualTo(before);
            assertThat(client.send(0, chat("llama", "reply=1", ",\"max_tokens\":5"))
                            .statusCode())
                    .as("another model")
                    .isEqualTo(200);
        } finally {
            gateways.other().fail(false);
        }
        int before = gateways.other().calls();
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    int status = client.send(0, body).statusCode();
                    assertThat(gateways.other().calls())
                            .as("while it is left alone")
                            .isEqualTo(before + (status == 503 ? 0 : 1));
                    return status == 200;
                });
        assertThat(client.usage(0, "other").used())
                .as("that of the one that worked")
                .isLessThan(20);
    }

    @Test
    void case18_upstreamThatCountsPrompts_isNotAskedWhileItIsLeftAlone() {
        Client client = gateways.client("t100000");
        String body = chat("counting", "reply=1", ",\"max_tokens\":5");
        gateways.counting().fail(true);
        try {
            await().until(() -> client.send(0, body).statusCode() == 503);
            int before = gateways.counting().calls();
            for (int i = 0; i < 20; i++) {
                HttpResponse<String> answer = client.send(0, body);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("retry-after")).isPresent();
                assertThat(answer.headers().map()).containsKeys(Client.BUDGET);
            }
            assertThat(gateways.counting().calls()).isEqualTo(before);
        } finally {
            gateways.counting().fail(false);
        }
        await().atMost(Duration.ofSeconds(15)).until(() -> client.send(0, body).statusCode() == 200);
        assertThat(client.usage(0, "counting").used()).isEqualTo(Client.PROMPT_TOKENS + 1);
    }

    @Test
    void case6_upstreamThatCountsPrompts_isNotAskedForARequestThatNeverFits() {
        Client client = gateways.client("t1000");
        int before = gateways.counting().calls();
        HttpResponse<String> refused = client.send(0, chat("counting", "", ",\"max_tokens\":5000"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("x-should-retry")).contains("false");
        assertThat(gateways.counting().calls()).isEqualTo(before);
    }

    @Test
    void upstream_withoutAnAnswer_isATimeout() {
        Client client = gateways.client("t1000");
        HttpResponse<String> answer = client.send(0, chat("hasty", "first=5000", ",\"max_tokens\":5"));
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(client.usage(0, "hasty").used()).isZero();
    }
}
