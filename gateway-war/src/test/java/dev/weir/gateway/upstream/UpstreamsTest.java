package dev.weir.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.gateway.request.Endpoint;
import dev.weir.gateway.settings.BreakerSettings;
import dev.weir.gateway.settings.Charge;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.settings.Timeouts;
import dev.weir.gateway.settings.TokenizerChoice;
import dev.weir.gateway.settings.UpstreamAddress;
import dev.weir.gateway.vllm.FakeVllm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpstreamsTest {

    private static final Duration OPEN = Duration.ofMillis(700);

    private final FakeVllm vllm = FakeVllm.start(Duration.ofSeconds(1));
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final Upstreams upstreams = new Upstreams(
            List.of(
                    model("llama", new UpstreamAddress.Remote(base(), Optional.empty())),
                    model("patient", new UpstreamAddress.Remote(base(), Optional.empty()), Duration.ofMinutes(1)),
                    model("echo", new UpstreamAddress.Echo())),
            text -> 1,
            InstantSource.system(),
            System::nanoTime,
            timer);

    @AfterEach
    void close() {
        upstreams.close();
        vllm.close();
        timer.shutdownNow();
    }

    private URI base() {
        String uri = vllm.uri().toString();
        return URI.create(uri.substring(0, uri.length() - 1));
    }

    private static ModelSettings model(String id, UpstreamAddress address) {
        return model(id, address, Duration.ofMillis(600));
    }

    private static ModelSettings model(String id, UpstreamAddress address, Duration firstByte) {
        return new ModelSettings(
                id,
                List.of(id),
                address,
                new ModelSettings.Policies(List.of("t"), List.of("r")),
                TokenizerChoice.BuiltIn.CL100K,
                4,
                OptionalInt.empty(),
                OptionalInt.empty(),
                256,
                16,
                Charge.TOTAL,
                new Timeouts(Duration.ofSeconds(2), firstByte, Duration.ofMillis(500), Duration.ofSeconds(60)),
                new BreakerSettings(3, OPEN));
    }

    private UpstreamAnswer send(String model, String user, boolean stream) throws Exception {
        String json = "{\"model\":\"" + model + "\",\"stream\":" + stream + ",\"max_tokens\":50,\"user\":\"" + user
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"one two\"}]}";
        return upstreams
                .of(model)
                .send(new UpstreamCall(Endpoint.CHAT, json.getBytes(StandardCharsets.UTF_8), "r1"))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static CompletableFuture<String> text(UpstreamAnswer answer) {
        CompletableFuture<String> text = new CompletableFuture<>();
        StringBuilder all = new StringBuilder();
        answer.body().subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription source) {
                subscription = source;
                source.request(1);
            }

            @Override
            public void onNext(List<ByteBuffer> part) {
                part.forEach(each -> all.append(StandardCharsets.UTF_8.decode(each)));
                subscription.request(1);
            }

            @Override
            public void onError(Throwable failure) {
                text.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                text.complete(all.toString());
            }
        });
        return text;
    }

    @Test
    void send_whole_hasItsBodyAndItsLength() throws Exception {
        UpstreamAnswer answer = send("llama", "reply=3", false);
        String text = text(answer).get(10, TimeUnit.SECONDS);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.length()).hasValue(text.length());
        assertThat(text).contains("\"completion_tokens\":3");
        assertThat(vllm.upgrades()).isZero();
    }

    @Test
    void send_afterTheServerHasClosed_usesAnotherConnection() throws Exception {
        text(send("llama", "reply=3", false)).get(10, TimeUnit.SECONDS);
        // the client has a connection back a moment after the text of the answer is whole
        await().until(() -> {
            int before = vllm.opened();
            text(send("llama", "reply=3", false)).get(10, TimeUnit.SECONDS);
            return vllm.opened() == before;
        });
        int before = vllm.opened();
        await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
        text(send("llama", "reply=3", false)).get(10, TimeUnit.SECONDS);
        assertThat(vllm.opened()).isEqualTo(before + 1);
    }

    @Test
    void send_discarded_closesTheConnectionAtOnce() throws Exception {
        send("llama", "reply=500 every=100ms", true).discard();
        await().atMost(Duration.ofSeconds(20)).until(() -> vllm.served().size() == 1);
        assertThat(vllm.served().get(0).closed()).isTrue();
    }

    @Test
    void send_cancelled_closesTheConnectionAtOnce() {
        CompletableFuture<UpstreamAnswer> future = upstreams
                .of("patient")
                .send(new UpstreamCall(
                        Endpoint.CHAT, "{\"user\":\"first=60000ms\"}".getBytes(StandardCharsets.UTF_8), "r1"))
                .toCompletableFuture();
        await().until(() -> vllm.atWork() == 1);
        future.cancel(true);
        await().atMost(Duration.ofSeconds(20)).until(() -> vllm.atWork() == 0);
    }

    @Test
    void send_stalledAnswer_endsAfterTheIdleTime() throws Exception {
        CompletableFuture<String> text = text(send("llama", "reply=9 stall=2", true));
        assertThatThrownBy(() -> text.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(HttpTimeoutException.class);
        await().until(() -> vllm.served().size() == 1);
    }

    @Test
    void send_lateHead_endsAfterTheTimeForTheFirstByte() {
        assertThatThrownBy(() -> send("llama", "first=2000ms", true))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void send_afterFailuresInARow_isRefusedUntilOneCallSucceeds() throws Exception {
        vllm.fail(true);
        for (int i = 0; i < 3; i++) {
            send("llama", "", false).discard();
        }
        assertThat(upstreams.state("llama")).isEqualTo(UpstreamState.OPEN);
        assertThatThrownBy(() -> send("llama", "", false)).hasCauseInstanceOf(UpstreamOpenException.class);
        assertThat(vllm.calls()).isEqualTo(3);
        assertThat(upstreams.state("echo")).isEqualTo(UpstreamState.CLOSED);
        vllm.fail(false);
        await().until(() -> upstreams.state("llama") == UpstreamState.TRIAL);
        text(send("llama", "reply=1", false)).get(10, TimeUnit.SECONDS);
        assertThat(upstreams.state("llama")).isEqualTo(UpstreamState.CLOSED);
    }

    @Test
    void send_refusedRequests_areNoFailures() throws Exception {
        for (int i = 0; i < 9; i++) {
            text(send("llama", "status=400", false)).get(10, TimeUnit.SECONDS);
        }
        assertThat(upstreams.state("llama")).isEqualTo(UpstreamState.CLOSED);
    }

    @Test
    void send_streamsThatBreak_areFailures() throws Exception {
        for (int i = 0; i < 3; i++) {
            CompletableFuture<String> text = text(send("llama", "reply=9 break=2", true));
            assertThatThrownBy(() -> text.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        }
        assertThat(upstreams.state("llama")).isEqualTo(UpstreamState.OPEN);
    }

    @Test
    void echo_repeatsWordByWord() throws Exception {
        String text = text(send("echo", "", true)).get(10, TimeUnit.SECONDS);
        assertThat(text)
                .contains("{\"content\":\"one\"}")
                .contains("{\"content\":\" two\"}")
                .endsWith("data: [DONE]\n\n");
    }

    private long count(String... users) throws Exception {
        List<byte[]> bodies = Stream.of(users)
                .map(user -> "{\"user\":\"" + user + "\",\"messages\":[{\"content\":\"one two\"}]}")
                .map(json -> json.getBytes(StandardCharsets.UTF_8))
                .toList();
        return upstreams.countTokens("llama", bodies).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void countTokens_ofSeveralPrompts_isTheirSum() throws Exception {
        assertThat(count("")).isEqualTo(6);
        assertThat(count("", "")).isEqualTo(12);
        assertThatThrownBy(() -> upstreams
                        .countTokens("echo", List.of())
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void countTokens_answerThatStallsAfterItsHead_endsAfterTheTimeForTheFirstByte() {
        assertThatThrownBy(() -> count("", "stall=1")).hasCauseInstanceOf(HttpTimeoutException.class);
        await().until(() -> vllm.atWork() == 0);
    }

    @Test
    void countTokens_failuresInARow_leaveTheUpstreamAlone() throws Exception {
        vllm.fail(true);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> count("")).isInstanceOf(ExecutionException.class);
        }
        assertThat(upstreams.state("llama")).isEqualTo(UpstreamState.OPEN);
        assertThatThrownBy(() -> count("")).hasCauseInstanceOf(UpstreamOpenException.class);
        assertThat(vllm.calls()).isEqualTo(3);
        vllm.fail(false);
        await().until(() -> upstreams.state("llama") == UpstreamState.TRIAL);
        assertThat(count("")).isEqualTo(6);
        assertThat(upstreams.state("llama"))
                .as("a count is no proof that the model works")
                .isEqualTo(UpstreamState.TRIAL);
        text(send("llama", "reply=1", false)).get(10, TimeUnit.SECONDS);
        assertThat(upstreams.state("llama")).isEqualTo(UpstreamState.CLOSED);
    }

    @Test
    void countTokens_upstreamThatKnowsNoQuestion_isNoFailure() throws Exception {
        for (int i = 0; i < 9; i++) {
            assertThatThrownBy(() -> count("status=404")).isInstanceOf(ExecutionException.class);
        }
        assertThat(upstreams.state("llama")).isEqualTo(UpstreamState.CLOSED);
    }
}
