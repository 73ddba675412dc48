package dev.weir.gateway.upstream;

import jakarta.json.JsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.ToIntFunction;

/**
 * The model that is built in: repeats the last message of the user word by word, and answers as vLLM does, so that a
 * gateway can be tried without a model. Its usage is exact for the function that counts its tokens.
 */
final class EchoUpstream implements Upstream {

    /** Between two words of a stream. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ToIntFunction<String> tokens;
    private final int template;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;

    /**
     * Makes a model.
     *
     * @param tokens of a text
     * @param template tokens of a message beside those of its text
     */
    EchoUpstream(ToIntFunction<String> tokens, int template, InstantSource clock, ScheduledExecutorService timer) {
        this.tokens = tokens;
        this.template = template;
        this.clock = clock;
        this.timer = timer;
    }

    @Override
    public CompletionStage<UpstreamAnswer> send(UpstreamCall call) {
        EchoRequest request;
        try {
            request = EchoRequest.of(call.endpoint(), call.body());
        } catch (JsonException | ClassCastException | ArithmeticException e) {
            return CompletableFuture.failedStage(new IOException("the request cannot be understood", e));
        }
        EchoAnswer answer = EchoAnswer.of(
                request, "echo-" + call.requestId(), clock.instant().getEpochSecond(), tokens, template);
        return CompletableFuture.completedStage(request.stream() ? stream(answer) : whole(answer));
    }

    private UpstreamAnswer stream(EchoAnswer answer) {
        return answer(
                "text/event-stream; charset=utf-8", OptionalLong.empty(), new EchoBody(answer.events(), PAUSE, timer));
    }

    private UpstreamAnswer whole(EchoAnswer answer) {
        byte[] json = answer.whole().getBytes(StandardCharsets.UTF_8);
        Iterator<ByteBuffer> body = List.of(ByteBuffer.wrap(json)).iterator();
        return answer("application/json", OptionalLong.of(json.length), new EchoBody(body, Duration.ZERO, timer));
    }

    private static UpstreamAnswer answer(String type, OptionalLong length, EchoBody body) {
        return new UpstreamAnswer(200, Optional.of(type), length, Map.of(), body);
    }
}
