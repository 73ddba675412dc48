package dev.weir.gateway.token;

import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.request.Endpoint;
import dev.weir.gateway.request.TokenizeBody;
import dev.weir.gateway.upstream.UpstreamOpenException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Has the upstream count, which knows the template of its model. Where it does not, each byte is counted as a token.
 *
 * @param upstream counts the prompts in some bodies together
 * @param model the name that the upstream knows
 * @param bytes what is counted instead
 */
record UpstreamPromptCounter(
        Function<List<byte[]>, CompletionStage<Long>> upstream, String model, TextPromptCounter bytes)
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
        if (bodies.isEmpty()) {
            return instead;
        }
        long besides = request.prompt().tokens() + bytes.media(request.prompt());
        return ask(bodies)
                .thenApply(count -> Math.max(1, count + besides))
                .exceptionallyCompose(failed -> isLeftAlone(failed) ? CompletableFuture.failedStage(failed) : instead);
    }

    private CompletionStage<Long> ask(List<byte[]> bodies) {
        try {
            return upstream.apply(bodies);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Then the request itself would not be sent either. */
    private static boolean isLeftAlone(Throwable failure) {
        return failure instanceof UpstreamOpenException || failure.getCause() instanceof UpstreamOpenException;
    }
}
