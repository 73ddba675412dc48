package dev.weir.gateway.upstream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The head of an answer that comes; who cancels it cancels the call, also one whose head is just arriving. */
final class AnswerFuture extends CompletableFuture<UpstreamAnswer> {

    private AnswerFuture() {}

    /** Made of the {@code source}, which is cancelled with it. */
    static <T> AnswerFuture of(CompletableFuture<T> source, Function<T, UpstreamAnswer> map) {
        AnswerFuture future = new AnswerFuture();
        var unusedEnd = source.whenComplete((value, failure) -> future.end(value, failure, map));
        var unusedCancel = future.whenComplete((answer, failure) -> {
            if (future.isCancelled()) {
                source.cancel(true);
            }
        });
        return future;
    }

    private <T> void end(@Nullable T value, @Nullable Throwable failure, Function<T, UpstreamAnswer> map) {
        if (failure != null || value == null) {
            completeExceptionally(cause(failure));
            return;
        }
        UpstreamAnswer answer = map.apply(value);
        if (!complete(answer)) {
            answer.discard();
        }
    }

    private static Throwable cause(@Nullable Throwable failure) {
        if (failure == null) {
            return new IllegalStateException("an answer is missing");
        }
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
