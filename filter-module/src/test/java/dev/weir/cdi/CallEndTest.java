package dev.weir.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.interceptor.InvocationContext;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class CallEndTest {

    /** Whether the call failed, each time that its end was told. */
    private final List<Boolean> ends = new ArrayList<>();

    private final List<Runnable> waiting = new ArrayList<>();

    /** The methods that are called. */
    @SuppressWarnings("unused")
    interface Bean {
        Object plain();

        CompletionStage<String> stage();

        CompletableFuture<String> future();

        Special special();
    }

    /** A stage of a type that its dependents are not of. */
    private static final class Special extends CompletableFuture<String> {
        @Override
        public <T> CompletableFuture<T> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }

    private Object proceed(String method, Callable<?> target) throws Exception {
        InvocationContext call = (InvocationContext) Proxy.newProxyInstance(
                CallEndTest.class.getClassLoader(),
                new Class<?>[] {InvocationContext.class},
                (proxy, called, arguments) ->
                        called.getName().equals("proceed") ? target.call() : Bean.class.getDeclaredMethod(method));
        return CallEnd.proceed(call, (future, then) -> waiting.add(then), ends::add);
    }

    @Test
    void proceed_returns_endsThen() throws Exception {
        assertThat(proceed("plain", () -> {
                    assertThat(ends).isEmpty();
                    return "result";
                }))
                .isEqualTo("result");
        assertThat(ends).containsExactly(false);
    }

    @Test
    void proceed_throws_endsThen() {
        assertThatThrownBy(() -> proceed("plain", () -> {
                    throw new IOException("of the test");
                }))
                .isInstanceOf(IOException.class);
        assertThat(ends).containsExactly(true);
    }

    @Test
    void proceed_stage_endsWhenItIsComplete() throws Exception {
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletionStage<?> result = (CompletionStage<?>) proceed("stage", () -> work);
        List<Integer> seen = new ArrayList<>();
        var unused = result.thenRun(() -> seen.add(ends.size()));
        assertThat(ends).isEmpty();
        work.complete("done");
        assertThat(ends).containsExactly(false);
        assertThat(seen).as("what follows finds the call ended").containsExactly(1);
    }

    @Test
    void proceed_stageFails_isAFailure() throws Exception {
        assertThat(proceed("stage", () -> CompletableFuture.failedFuture(new IOException())))
                .isInstanceOf(CompletionStage.class);
        assertThat(ends).containsExactly(true);
    }

    @Test
    void proceed_cancelledByTheCaller_cancelsTheWork() throws Exception {
        CompletableFuture<String> work = new CompletableFuture<>();
        Future<?> result = (Future<?>) proceed("future", () -> work);
        assertThat(result.cancel(true)).isTrue();
        assertThat(work).isCancelled();
        assertThat(ends).containsExactly(true);
    }

    @Test
    void proceed_stageOfAnotherType_isReturnedItself() throws Exception {
        Special work = new Special();
        assertThat(proceed("special", () -> work)).isSameAs(work);
        work.complete("done");
        assertThat(ends).containsExactly(false);
    }

    @Test
    void proceed_future_endsWhenItIsDone() throws Exception {
        FutureTask<String> work = new FutureTask<>(() -> "done");
        assertThat(proceed("plain", () -> work)).isSameAs(work);
        assertThat(ends).isEmpty();
        waiting.forEach(Runnable::run);
        assertThat(ends).containsExactly(false);
    }
}
