package dev.weir.gateway.it;

import static dev.weir.gateway.it.Client.PROMPT_TOKENS;
import static dev.weir.gateway.it.Client.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.gateway.vllm.Served;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that end as they should, and those that do not: cases 10, 11, 14, 15 and 16. */
class StreamIT {

    private static final Pattern EVENT = Pattern.compile("(?m)^data: (.*)$");
    private static final Pattern CHARGED = Pattern.compile("\"charged\":(\\d+)");
    private static final String STREAM = ",\"stream\":true";

    private final Gateways gateways = Gateways.shared();

    private static List<String> events(HttpResponse<String> answer) {
        return EVENT.matcher(answer.body())
                .results()
                .map((MatchResult each) -> each.group(1))
                .toList();
    }

    /** Starts requests of four callers, so that none is refused. */
    private List<Client> callers() {
        return List.of(
                gateways.client("t100000"),
                gateways.client("t100000"),
                gateways.client("t100000"),
                gateways.client("t100000"));
    }

    @Test
    void case10_clientsGone_upstreamIsClosedAndWhatWasDeliveredIsCharged() {
        List<Client> callers = callers();
        int before = gateways.vllm().served().size();
        List<OpenStream> streams = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            streams.add(OpenStream.of(
                    callers.get(i % 4),
                    i % 2,
                    chat("llama", "reply=1000 every=300ms", STREAM + ",\"max_tokens\":1000")));
        }
        streams.forEach(each -> assertThat(each.events(4)).hasSize(4));
        assertThat(gateways.vllm().atWork()).isEqualTo(20);
        streams.forEach(OpenStream::close);
        await().atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(gateways.vllm().atWork()).isZero());
        List<Served> all = gateways.vllm().served();
        List<Served> served = all.subList(before, all.size());
        assertThat(served).hasSize(20);
        await().untilAsserted(() -> {
            for (Served each : served) {
                // one part can be on its way to the gateway when this one closes
                assertThat(charged(each.requestId()))
                        .as("%s", each)
                        .hasValueSatisfying(
                                charged -> assertThat(charged).isBetween(each.total() - 1, each.total() + 1));
            }
            assertThat(callers).allMatch(each -> each.usage(1, "llama").held() == 0);
        });
    }

    /** What the audit of either gateway says of a request. */
    private Optional<Integer> charged(String requestId) {
        return Stream.of(0, 1)
                .flatMap(gateway -> gateways.servers().audit(gateway).stream())
                .filter(line -> line.contains("\"request\":\"" + requestId + '"'))
                .map(CHARGED::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.valueOf(found.group(1)))
                .findFirst();
    }

    @Test
    void case11_upstreamGone_isAnErrorInTheStreamAndTheSlotIsFree() {
        Client client = gateways.client("t1000");
        // four leave the breaker closed
        for (int i = 1; i <= 4; i++) {
            HttpResponse<String> answer =
                    client.send(0, chat("llama", "reply=50 every=5ms break=20", STREAM + ",\"max_tokens\":100"));
            List<String> events = events(answer);
            assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
            assertThat(events.get(events.size() - 2)).startsWith("{\"error\":{");
            assertThat(client.usage(0, "llama").used()).isEqualTo(i * (PROMPT_TOKENS + 20L));
            assertThat(client.usage(0, "llama").held()).isZero();
        }
        List<CompletableFuture<HttpResponse<String>>> five = Stream.generate(
                        () -> client.sendAsync(0, chat("llama", "reply=1 first=300", ",\"max_tokens\":5")))
                .limit(5)
                .toList();
        assertThat(five).allMatch(each -> each.join().statusCode() == 200);
    }

    @Test
    void case11_upstreamThatCountsGone_isChargedByItsParts() {
        Client client = gateways.client("t1000");
        HttpResponse<String> answer =
                client.send(0, chat("counting", "reply=50 every=5ms break=20", STREAM + ",\"max_tokens\":100"));
        assertThat(events(answer).get(20)).startsWith("{\"error\":{");
        assertThat(client.usage(0, "counting").used()).isEqualTo(PROMPT_TOKENS + 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " chunked"})
    void wholeAnswer_thatBreaksOff_endsTheConnection(String form) {
        Client client = gateways.client("t1000");
        String body = chat("llama", "reply=50 break=20" + form, ",\"max_tokens\":100");
        try (OpenStream stream = OpenStream.of(client, 0, body)) {
            String answer = stream.rest();
            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .contains("\"choices\":[")
                    .doesNotContain("\"usage\"");
            assertThat(answer).as("the last chunk").doesNotEndWith("\n0\n\n");
        }
        assertThat(client.usage(0, "llama").used()).as("all that was held").isEqualTo(PROMPT_TOKENS + 100);
    }

    @Test
    void case11_upstreamStalls_isAnErrorInTheStream() {
        Client client = gateways.client("t1000");
        HttpResponse<String> answer =
                client.send(0, chat("hasty", "reply=50 every=5ms stall=20", STREAM + ",\"max_tokens\":100"));
        List<String> events = events(answer);
        assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
        assertThat(events.get(events.size() - 2)).startsWith("{\"error\":{");
        assertThat(client.usage(0, "hasty").used()).isEqualTo(PROMPT_TOKENS + 20);
    }

    @Test
    void case14_usageInAStream_comesOnlyIfItWasAskedFor() {
        Client client = gateways.client("t1000");
        HttpResponse<String> without = client.send(0, chat("llama", "reply=5", STREAM + ",\"max_tokens\":10"));
        assertThat(events(without)).noneMatch(each -> each.contains("\"choices\":[]"));
        HttpResponse<String> with = client.send(
                1, chat("llama", "reply=5", STREAM + ",\"max_tokens\":10,\"stream_options\":{\"include_usage\":true}"));
        assertThat(events(with))
                .filteredOn(each -> each.contains("\"choices\":[]"))
                .singleElement()
                .satisfies(usage -> assertThat(usage).contains("\"total_tokens\":" + (PROMPT_TOKENS + 5)));
        assertThat(client.usage(0, "llama").used()).isEqualTo(2 * (PROMPT_TOKENS + 5));
    }

    @Test
    void case15_moreThanTheCap_isCut() {
        Client client = gateways.client("t1000");
        HttpResponse<String> answer = client.send(0, chat("llama", "reply=500 over", STREAM + ",\"max_tokens\":200"));
        List<String> events = events(answer);
        assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
        assertThat(events.get(events.size() - 2)).contains("\"finish_reason\":\"length\"");
        assertThat(events).filteredOn(each -> each.contains(" word")).hasSizeLessThanOrEqualTo(200);
        assertThat(client.usage(0, "llama").used()).isEqualTo(PROMPT_TOKENS + 200);
    }

    @Test
    void case16_slowReader_holdsTheUpstreamBack() {
        Client client = gateways.client("t100000");
        // 10 MiB, of which a slow reader takes a little
        String body = chat("llama", "reply=1024 padding=10240", STREAM + ",\"max_tokens\":2000");
        try (OpenStream stream = OpenStream.of(client, 0, body)) {
            int read = 0;
            for (int i = 0; i < 10; i++) {
                read += stream.read(1_000);
            }
            assertThat(read).isPositive();
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> gateways.vllm().atWork() > 0);
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> gateways.vllm().atWork() == 0);
        List<Served> served = gateways.vllm().served();
        int sent = served.get(served.size() - 1).completion();
        assertThat(sent * 10_240L)
                .as("what the server could send: buffers of the sockets, and little besides")
                .isLessThan(8L << 20);
    }
}
