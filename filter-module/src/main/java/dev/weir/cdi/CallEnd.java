package dev.weir.cdi;

import jakarta.interceptor.InvocationContext;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** Makes calls whose end is told: when the method has returned or, if its result is not complete yet, when that is. */
@NullUnmarked // what an application returns can be null
final class CallEnd {

    private CallEnd() {}

    /**
     * Makes {@code call}.
     *
     * @param whenDone runs its second argument when the first is done
     * @param ended is told once whether the call failed
     */
    static Object proceed(InvocationContext call, BiConsumer<Future<?>, Runnable> whenDone, Consumer<Boolean> ended)
            throws Exception {
        boolean told = true;
        boolean failed = true;
        try {
            Object result = call.proceed();
            failed = false;
            if (result instanceof CompletionStage<?> stage) {
                // not what the caller gets: of a stage that is cancelled, the action is never run
                CompletionStage<?> after = stage.whenComplete((value, failure) -> ended.accept(failure != null));
                told = false;
                return following(
                        stage,
                        after.whenComplete((value, failure) -> {}),
                        call.getMethod().getReturnType());
            }
            if (result instanceof Future<?> future) {
                told = false;
                whenDone.accept(future, () -> ended.accept(false));
            }
            return result;
        } finally {
            if (told) {
                ended.accept(failed);
            }
        }
    }

    /**
     * What the caller gets: {@code after}, so that what it does next finds the call ended; {@code stage} itself where
     * the method returns a type that the other is not of. To cancel it cancels {@code stage} as before.
     */
    private static Object following(CompletionStage<?> stage, CompletionStage<?> after, Class<?> type) {
        if (!type.isInstance(after)) {
            return stage;
        }
        if (stage instanceof Future<?> work) {
            var unused = after.whenComplete((value, failure) -> {
                if (failure instanceof CancellationException) {
                    work.cancel(true);
                }
            });
        }
        return after;
    }
}
