package dev.weir.gateway.relay;

import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.budget.Hold;
import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.request.Endpoint;
import dev.weir.gateway.request.Prompt;
import dev.weir.gateway.settings.BreakerSettings;
import dev.weir.gateway.settings.Charge;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.settings.Timeouts;
import dev.weir.gateway.settings.TokenizerChoice;
import dev.weir.gateway.settings.UpstreamAddress;
import dev.weir.gateway.upstream.UpstreamAnswer;
import dev.weir.gateway.upstream.UpstreamCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** One exchange between an upstream and a client that a test plays. For one thread. */
final class RelayWorld {

    static final int PROMPT = 12;
    static final int CAP = 5;
    private static final Duration SECOND = Duration.ofSeconds(1);

    final List<String> holdEnds = new ArrayList<>();
    final List<ExchangeReport> reports = new ArrayList<>();
    final CompletableFuture<UpstreamAnswer> head = new CompletableFuture<>();
    final ByteArrayOutputStream client = new ByteArrayOutputStream();
    final Exchange exchange;
    long nanos;
    long demand;
    boolean isUpstreamCancelled;
    boolean isClientReady = true;
    boolean isClientBroken;
    int clientEnds;
    int clientAborts;
    int calls;
    RuntimeException beginning;
    Error readiness;
    int status;
    Flow.Subscriber<? super List<ByteBuffer>> body;
    private ClientOutput.Events events;

    private final boolean isClientGone;

    RelayWorld(boolean stream, boolean includeUsage) {
        this(stream, includeUsage, false);
    }

    /** @param isClientGone whether the container has told so before the exchange begins */
    RelayWorld(boolean stream, boolean includeUsage, boolean isClientGone) {
        this.isClientGone = isClientGone;
        exchange = new Exchange(job(stream, includeUsage), new Output(), reports::add, () -> nanos, ended -> {});
        exchange.start(call -> {
            calls++;
            return head;
        });
    }

    /** One of several that {@code relay} has, which reports to its own listener. */
    RelayWorld(Relay relay) {
        isClientGone = false;
        exchange = null;
        relay.start(
                job(true, false),
                call -> {
                    calls++;
                    return head;
                },
                new Output());
    }

    private RelayJob job(boolean stream, boolean includeUsage) {
        ModelSettings model = new ModelSettings(
                "llama",
                List.of("llama"),
                new UpstreamAddress.Echo(),
                new ModelSettings.Policies(List.of("t"), List.of("r")),
                TokenizerChoice.BuiltIn.CL100K,
                4,
                OptionalInt.empty(),
                OptionalInt.empty(),
                256,
                16,
                Charge.TOTAL,
                new Timeouts(SECOND, SECOND, Duration.ofSeconds(30), Duration.ofSeconds(600)),
                new BreakerSettings(5, SECOND));
        CompletionRequest request = new CompletionRequest(
                Endpoint.CHAT,
                "llama",
                stream,
                includeUsage,
                OptionalLong.of(CAP),
                1,
                new Prompt(List.of("hello"), 1, 0, 0),
                new byte[0]);
        return new RelayJob(
                request,
                new Caller("alice", Optional.empty(), Optional.empty(), Set.of(), Set.of()),
                model,
                PROMPT,
                new RecordedHold(),
                new UpstreamCall(Endpoint.CHAT, new byte[0], "r1"),
                text -> 1,
                0);
    }

    void answer(int code, String type) {
        head.complete(new UpstreamAnswer(code, Optional.of(type), OptionalLong.empty(), Map.of(), subscriber -> {
            body = subscriber;
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long more) {
                    demand += more;
                }

                @Override
                public void cancel() {
                    isUpstreamCancelled = true;
                }
            });
        }));
    }

    void send(String text) {
        demand--;
        body.onNext(List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    static String word() {
        return "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" w\"},\"finish_reason\":null}]}\n\n";
    }

    static String usage(int completion) {
        return "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":" + completion
                + ",\"total_tokens\":" + (8 + completion) + "}}\n\n";
    }

    void later(Duration time) {
        nanos += time.toNanos();
        exchange.post(() -> exchange.tick(Duration.ofSeconds(10)));
    }

    void ready(boolean ready) {
        isClientReady = ready;
        if (ready && events != null) {
            events.writable();
        }
    }

    void gone() {
        events.gone(new IOException("gone"));
    }

    String text() {
        return client.toString(StandardCharsets.UTF_8);
    }

    private final class Output implements ClientOutput {

        @Override
        public void listen(Events told) {
            events = told;
            if (isClientGone) {
                told.gone(new IOException("gone"));
            }
        }

        @Override
        public void begin(Head first) {
            if (beginning != null) {
                throw beginning;
            }
            if (status != 0) {
                throw new AssertionError("an answer begins twice");
            }
            status = first.status();
        }

        @Override
        public boolean isReady() {
            if (readiness != null) {
                throw readiness;
            }
            return isClientReady;
        }

        @Override
        public void write(ByteBuffer part) throws IOException {
            check();
            while (part.hasRemaining()) {
                client.write(part.get());
            }
        }

        private void check() throws IOException {
            if (clientEnds > 0 || !isClientReady) {
                throw new AssertionError("a write after the end, or without room");
            }
            if (isClientBroken) {
                throw new IOException("broken pipe");
            }
        }

        @Override
        public void flush() throws IOException {
            check();
        }

        @Override
        public void complete() {
            clientEnds++;
        }

        @Override
        public void abort() {
            clientEnds++;
            clientAborts++;
        }
    }

    private final class RecordedHold implements Hold {

        @Override
        public int cap() {
            return CAP;
        }

        @Override
        public long held() {
            return PROMPT + CAP;
        }

        @Override
        public Map<String, String> fields() {
            return Map.of();
        }

        @Override
        public long settle(long promptTokens, long completionTokens) {
            holdEnds.add(promptTokens + "+" + completionTokens);
            return promptTokens + completionTokens;
        }

        @Override
        public void cancel() {
            holdEnds.add("cancelled");
        }

        @Override
        public long keep() {
            holdEnds.add("kept");
            return held();
        }
    }
}
