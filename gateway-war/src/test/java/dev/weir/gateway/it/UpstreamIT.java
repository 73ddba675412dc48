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
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> client.send(0, body).statusCode() == 200);
        assertThat(client.usage(0, "other").used())
                .as("that of the one that worked")
                .isLessThan(20);
    }

    @Test
    void upstream_withoutAnAnswer_isATimeout() {
        Client client = gateways.client("t1000");
        HttpResponse<String> answer = client.send(0, chat("hasty", "first=5000", ",\"max_tokens\":5"));
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(client.usage(0, "hasty").used()).isZero();
    }
}
