package dev.weir.gateway.token;

import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.request.Endpoint;
import dev.weir.gateway.request.TokenizeBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Has the upstream count, which knows the template of its model. Where it does not, each byte is counted as a token.
 *
 * @param model the name that the upstream knows
 * @param bytes what is counted instead
 */
record UpstreamPromptCounter(Function<byte[], CompletionStage<Long>> upstream, String model, TextPromptCounter bytes)
        implements PromptCounter {

    /** More prompts in one request are counted here: each would be a call. */
    private static final int MOST_CALLS = 8;

    @Override
    public CompletionStage<Long> count(CompletionRequest request) {
        CompletionStage<Long> instead = bytes.count(request);
        boolean isRefused = instead.toCompletableFuture().isCompletedExceptionally();
        boolean isLong =
                request.endpoint() == Endpoint.TEXT && request.prompt().texts().size() > MOST_CALLS;
        if (isRefused || isLong) {
            return instead;
        }
        List<byte[]> bodies = TokenizeBody.of(request, model);
        List<CompletableFuture<Long>> answers = new ArrayList<>(bodies.size());
        for (byte[] body : bodies) {
            answers.add(ask(body));
        }
        long besides = request.prompt().tokens() + bytes.media(request.prompt());
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> Math.max(1, sum(answers, besides)))
                .exceptionallyCompose(failed -> instead);
    }

    private CompletableFuture<Long> ask(byte[] body) {
        try {
            return upstream.apply(body).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static long sum(List<CompletableFuture<Long>> answers, long besides) {
        long tokens = besides;
        for (CompletableFuture<Long> answer : answers) {
            long counted = answer.join();
            if (counted < 0) {
                throw new IllegalStateException("count must be >= 0, was " + counted);
            }
            tokens += counted;
        }
        return tokens;
    }
}
