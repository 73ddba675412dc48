package dev.weir.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a response is told once, in whatever order a container tells what happens. */
class ResponseEndTest {

    private final List<AsyncListener> listeners = new ArrayList<>();
    private final AsyncContext context =
            proxy(AsyncContext.class, arguments -> arguments == null || listeners.add((AsyncListener) arguments[0]));
    private final List<Integer> told = new ArrayList<>();
    private final ResponseEnd end =
            new ResponseEnd(response(204), (status, broken) -> told.add(status.orElse(-1)), this::later);
    private boolean async;
    private boolean completed;

    private final HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
            ResponseEndTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "isAsyncStarted" -> async;
                case "getAsyncContext" -> {
                    if (completed) {
                        throw new IllegalStateException("complete");
                    }
                    yield context;
                }
                default -> throw new UnsupportedOperationException(method.getName());
            });

    /** What is done after so many milliseconds. */
    private final Map<Long, FutureTask<?>> later = new ConcurrentHashMap<>();

    private Future<?> later(long millis, Runnable task) {
        FutureTask<?> timed = new FutureTask<>(task, null);
        later.put(millis, timed);
        return timed;
    }

    /** The container with a client that has gone: it takes what the application does, and tells no listener. */
    static HttpServletRequest silent(long timeoutMillis) {
        AsyncContext silent = proxy(AsyncContext.class, arguments -> timeoutMillis);
        return (HttpServletRequest) Proxy.newProxyInstance(
                ResponseEndTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> method.getName().equals("isAsyncStarted") ? true : silent);
    }

    @Test
    void completed_containerTellsNothing_endsAfterASecond() {
        HttpServletRequest silent = silent(0);
        end.left(silent, true);
        new WatchedRequest(silent, end).startAsync().complete();
        assertThat(told).as("the container may still tell it").isEmpty();
        assertThat(later).containsOnlyKeys(1_000L);
        later.get(1_000L).run();
        assertThat(told).containsExactly(204);
    }

    @Test
    void completed_beforeTheFiltersReturn_waitsForThem() {
        HttpServletRequest silent = silent(30_000);
        new WatchedRequest(silent, end).startAsync().complete();
        assertThat(later).isEmpty();
        end.left(silent, true);
        assertThat(later).containsOnlyKeys(1_000L);
    }

    @Test
    void left_containerForgetsTheTimeout_endsASecondAfterIt() {
        end.left(silent(30_000), true);
        assertThat(later).containsOnlyKeys(31_000L);
        later.get(31_000L).run();
        assertThat(told).as("the application has not answered").containsExactly(-1);
    }

    @Test
    void left_dispatchedBefore_endsNothingAtTheTimeout() {
        HttpServletRequest silent = silent(30_000);
        new WatchedRequest(silent, end).getAsyncContext().dispatch();
        end.left(silent, true);
        assertThat(later).isEmpty();
    }

    @Test
    void completed_responseIsTakenBack_endsWithoutAStatus() {
        HttpServletResponse taken = proxy(HttpServletResponse.class, arguments -> {
            throw new IllegalStateException("recycled");
        });
        ResponseEnd forgotten = new ResponseEnd(taken, (status, broken) -> told.add(status.orElse(-1)), this::later);
        HttpServletRequest silent = silent(0);
        forgotten.left(silent, true);
        new WatchedRequest(silent, forgotten).startAsync().complete();
        later.get(1_000L).run();
        assertThat(told).containsExactly(-1);
    }

    @Test
    void goesOn_dispatchOrEvent_endsNothingAtTheTimeout() {
        HttpServletRequest silent = silent(30_000);
        end.left(silent, true);
        new WatchedRequest(silent, end).getAsyncContext().dispatch();
        assertThat(later.get(31_000L).isCancelled()).isTrue();
        end.left(silent, true);
        end.onTimeout(new AsyncEvent(context));
        assertThat(later.get(31_000L).isCancelled()).isTrue();
        end.left(silent, true);
        end.onComplete(new AsyncEvent(context));
        assertThat(later.get(31_000L).isCancelled()).isTrue();
        assertThat(told).containsExactly(204);
    }

    /** A response with {@code status}, which is not on its way yet. */
    static HttpServletResponse response(int status) {
        return (HttpServletResponse) Proxy.newProxyInstance(
                ResponseEndTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getStatus" -> status;
                    case "isCommitted" -> false;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static <T> T proxy(Class<T> type, Function<Object[], Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                ResponseEndTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object result = answer.apply(arguments);
                    if (method.getReturnType() == long.class) {
                        return result instanceof Long ? result : 0L;
                    }
                    return method.getReturnType().isPrimitive() && method.getReturnType() != void.class ? result : null;
                }));
    }

    @Test
    void left_synchronous_isTheEnd() {
        end.left(request, true);
        assertThat(told).containsExactly(204);
    }

    @Test
    void left_exception_isAnError() {
        end.left(request, false);
        assertThat(told).containsExactly(500);
    }

    @Test
    void left_asynchronous_waitsForTheEnd() throws IOException {
        async = true;
        end.left(request, true);
        assertThat(told).isEmpty();
        listeners.get(0).onComplete(new AsyncEvent(context));
        assertThat(told).containsExactly(204);
    }

    @Test
    void left_completedMeanwhile_isTheEnd() {
        async = true;
        completed = true;
        end.left(request, true);
        assertThat(told).containsExactly(204);
    }

    @Test
    void onStartAsync_again_listensAgain() throws IOException {
        async = true;
        end.left(request, true);
        listeners.get(0).onStartAsync(new AsyncEvent(context));
        assertThat(listeners).hasSize(2).containsOnly(end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TEC", "ETC", "EC", "TC", "C", "CC", "CET", "TCEC"})
    void events_anyOrder_tellOnce(String order) throws IOException {
        async = true;
        end.left(request, true);
        for (char each : order.toCharArray()) {
            happen(each);
        }
        assertThat(told).containsExactly(204);
    }

    private void happen(char event) throws IOException {
        switch (event) {
            case 'T' -> end.onTimeout(new AsyncEvent(context));
            case 'E' -> end.onError(new AsyncEvent(context));
            default -> end.onComplete(new AsyncEvent(context));
        }
    }

    @Test
    void events_fromSeveralThreads_tellOnce() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 1_000; round++) {
                AtomicInteger times = new AtomicInteger();
                ResponseEnd raced =
                        new ResponseEnd(response(204), (status, broken) -> times.incrementAndGet(), this::later);
                CountDownLatch done = new CountDownLatch(4);
                for (int i = 0; i < 4; i++) {
                    threads.execute(() -> {
                        raced.onComplete(new AsyncEvent(context));
                        done.countDown();
                    });
                }
                assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
                assertThat(times).hasValue(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
