package dev.weir.gateway.upstream;

import dev.weir.gateway.settings.Timeouts;
import dev.weir.gateway.settings.UpstreamAddress;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks vLLM how many tokens a prompt has: {@code POST /tokenize}. The list of the tokens in its answer is passed over,
 * not kept. Safe for use by many threads.
 */
public final class TokenQuestion implements Function<byte[], CompletionStage<Long>> {

    private static final int OK = 200;

    private final HttpClient client;
    private final UpstreamAddress.Remote address;
    private final Timeouts timeouts;

    TokenQuestion(HttpClient client, UpstreamAddress.Remote address, Timeouts timeouts) {
        this.client = client;
        this.address = address;
        this.timeouts = timeouts;
    }

    /** The count; exceptionally if there is none within the time for the first byte. Does not throw. */
    @Override
    public CompletionStage<Long> apply(byte[] json) {
        HttpRequest request = HttpUpstream.post(address, "tokenize", json)
                .timeout(timeouts.firstByte())
                .build();
        return client.sendAsync(request, head -> new Count(head.statusCode()))
                .thenApply(HttpResponse::body)
                .thenCompose(count -> count.map(CompletableFuture::completedStage)
                        .orElseGet(() -> CompletableFuture.failedStage(
                                new IOException("the upstream did not count the tokens of a prompt"))));
    }

    /** The body of the answer. */
    private static final class Count implements HttpResponse.BodySubscriber<Optional<Long>> {

        private final boolean ok;
        private final FieldScanner scanner = new FieldScanner("count");
        private final CompletableFuture<Optional<Long>> body = new CompletableFuture<>();

        Count(int status) {
            ok = status == OK;
        }

        @Override
        public CompletionStage<Optional<Long>> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.@Nullable Subscription subscription) {
            if (subscription != null) {
                subscription.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(@Nullable List<ByteBuffer> part) {
            if (part != null) {
                part.forEach(scanner::look);
            }
        }

        @Override
        public void onError(@Nullable Throwable failure) {
            body.completeExceptionally(failure == null ? new IOException("the answer broke off") : failure);
        }

        @Override
        public void onComplete() {
            body.complete(ok ? scanner.value().flatMap(Count::number) : Optional.empty());
        }

        private static Optional<Long> number(String text) {
            try {
                long number = Long.parseLong(text);
                return number < 0 ? Optional.empty() : Optional.of(number);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }
}
