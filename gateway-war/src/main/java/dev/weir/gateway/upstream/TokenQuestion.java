package dev.weir.gateway.upstream;

import dev.weir.gateway.settings.Timeouts;
import dev.weir.gateway.settings.UpstreamAddress;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks vLLM how many tokens prompts have: {@code POST /tokenize}. The list of the tokens in its answer is passed over,
 * not kept. Safe for use by many threads.
 */
final class TokenQuestion {

    private static final int OK = 200;

    private final HttpClient client;
    private final UpstreamAddress.Remote address;
    private final Timeouts timeouts;
    private final ScheduledExecutorService timer;

    TokenQuestion(
            HttpClient client, UpstreamAddress.Remote address, Timeouts timeouts, ScheduledExecutorService timer) {
        this.client = client;
        this.address = address;
        this.timeouts = timeouts;
        this.timer = timer;
    }

    /**
     * The tokens of all prompts together. Completes exceptionally with {@link UncountedException} if the upstream says
     * something else, or with another {@link IOException} if it has not said all within the time for the first byte.
     */
    CompletionStage<Long> ask(List<byte[]> bodies) {
        List<CompletableFuture<HttpResponse<Optional<Long>>>> sent =
                bodies.stream().map(this::send).toList();
        CompletableFuture<Long> tokens = new CompletableFuture<>();
        // the timeout of a request of the JDK ends with the head of its answer
        Future<?> deadline = timer.schedule(
                () -> tokens.completeExceptionally(
                        new HttpTimeoutException("the upstream did not count within " + timeouts.firstByte())),
                timeouts.firstByte().toNanos(),
                TimeUnit.NANOSECONDS);
        for (CompletableFuture<?> each : sent) {
            var unused = each.whenComplete((answer, failure) -> {
                if (failure != null) {
                    tokens.completeExceptionally(failure);
                }
            });
        }
        var unusedSum =
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).thenRun(() -> sum(sent, tokens));
        var unusedEnd = tokens.whenComplete((count, failure) -> {
            deadline.cancel(false);
            sent.forEach(each -> each.cancel(true));
        });
        return tokens;
    }

    private CompletableFuture<HttpResponse<Optional<Long>>> send(byte[] json) {
        HttpRequest request = HttpUpstream.post(address, "tokenize", json).build();
        return client.sendAsync(request, head -> new Count(head.statusCode()));
    }

    private static void sum(
            List<CompletableFuture<HttpResponse<Optional<Long>>>> answers, CompletableFuture<Long> tokens) {
        long sum = 0;
        for (CompletableFuture<HttpResponse<Optional<Long>>> each : answers) {
            HttpResponse<Optional<Long>> answer = each.join();
            if (answer.body().isEmpty()) {
                tokens.completeExceptionally(new UncountedException(answer.statusCode()));
                return;
            }
            sum += answer.body().get();
        }
        tokens.complete(sum);
    }

    /** The upstream answers, but without a count. */
    static final class UncountedException extends IOException {

        private static final long serialVersionUID = 1L;

        private final int status;

        UncountedException(int status) {
            super("the upstream did not count the tokens of a prompt: its status is " + status);
            this.status = status;
        }

        int status() {
            return status;
        }
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
