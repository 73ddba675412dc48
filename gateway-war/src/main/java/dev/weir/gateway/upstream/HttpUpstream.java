package dev.weir.gateway.upstream;

import dev.weir.gateway.settings.Timeouts;
import dev.weir.gateway.settings.UpstreamAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/** An upstream with the OpenAI API, such as vLLM. Holds no thread while it waits. */
final class HttpUpstream implements Upstream {

    /** Fields of an answer that are passed on; all others stay here. */
    private static final List<String> PASSED = List.of("retry-after", "retry-after-ms", "x-should-retry");

    private final HttpClient client;
    private final UpstreamAddress.Remote address;
    private final Timeouts timeouts;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;

    HttpUpstream(
            HttpClient client,
            UpstreamAddress.Remote address,
            Timeouts timeouts,
            ScheduledExecutorService timer,
            LongSupplier nanoTime) {
        this.client = client;
        this.address = address;
        this.timeouts = timeouts;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    @Override
    public CompletionStage<UpstreamAnswer> send(UpstreamCall call) {
        HttpRequest request = post(address, call.endpoint().path(), call.body())
                .header("accept", "application/json, text/event-stream")
                .header("x-request-id", call.requestId())
                .timeout(timeouts.firstByte())
                .build();
        return AnswerFuture.of(client.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher()), this::answer);
    }

    /** The start of a request with JSON, to a path below the root of {@code address}. */
    static HttpRequest.Builder post(UpstreamAddress.Remote address, String path, byte[] json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.base() + "/" + path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json));
        address.key().ifPresent(key -> request.header("authorization", "Bearer " + key));
        return request;
    }

    private UpstreamAnswer answer(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
        HttpHeaders head = response.headers();
        Map<String, String> fields = new HashMap<>();
        PASSED.forEach(name -> head.firstValue(name).ifPresent(value -> fields.put(name, value)));
        return new UpstreamAnswer(
                response.statusCode(),
                head.firstValue("content-type"),
                head.firstValueAsLong("content-length"),
                fields,
                new TimedBody(response.body(), timeouts.idle(), timer, nanoTime));
    }
}
