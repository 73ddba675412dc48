package dev.weir.outbound.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.outbound.Permit;
import dev.weir.outbound.RemoteLimitException;
import dev.weir.outbound.ThrottleQueueFullException;
import dev.weir.outbound.ThrottleTimeoutException;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AsyncCallTest {

    private static final CallOptions OPTIONS = CallOptions.waiting(Duration.ofSeconds(30));
    private static final CallOptions POST = new CallOptions(Duration.ofSeconds(30), true, Optional.of("POST"));

    private Remote remote = new Remote(false);

    @AfterEach
    void noPermitIsLeftOpen() {
        assertThat(remote.openPermits()).isZero();
    }

    private Supplier<CompletionStage<HttpResponse<?>>> exchange(String method) {
        Callable<HttpResponse<?>> exchange = remote.exchange(method);
        return () -> {
            try {
                return CompletableFuture.completedFuture(exchange.call());
            } catch (Exception e) {
                return CompletableFuture.failedFuture(e);
            }
        };
    }

    @Test
    void callAsync_refusedTwice_waitsWithoutAThreadAndSucceeds() {
        remote.answers(Remote.streamed(429), Remote.streamed(429, "Retry-After", "2"), Remote.answer(200, "fine"));

        CompletableFuture<HttpResponse<?>> result = remote.loop().callAsync(exchange("POST"), OPTIONS);

        // the call has come back to its caller, and waits by a timer alone
        assertThat(result).isNotDone();
        assertThat(remote.arrivals()).hasSize(1);
        assertThat(remote.openPermits()).isZero();
        assertThat(remote.time().waiting()).isEqualTo(1);

        remote.time().runAll();

        assertThat(result.join().statusCode()).isEqualTo(200);
        assertThat(remote.gap(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(250));
        assertThat(remote.gap(2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(remote.permits()).isEqualTo(3);
        assertThat(remote.discarded()).isEqualTo(2);
    }

    @Test
    void callAsync_thousandAtOnceThatAllWait_needNoThreadOfTheirOwn() {
        remote.answers(Remote.streamed(429, "Retry-After", "5"));
        Thread[] before = new Thread[Thread.activeCount() + 100];
        int threads = Thread.enumerate(before);
        List<CompletableFuture<HttpResponse<?>>> results = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            results.add(remote.loop().callAsync(exchange("GET"), OPTIONS));
        }

        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 4);
        assertThat(remote.time().waiting()).isPositive();
        remote.time().runAll();
        assertThat(results).allSatisfy(result -> assertThat(result).isCompletedExceptionally());
        assertThat(remote.arrivals()).hasSizeBetween(1_200, 1_250);
    }

    @Test
    void callAsync_retryAfterBeyondTheDeadline_failsAtOnce() {
        remote = new Remote(false, "deadline=30s");
        remote.answers(Remote.streamed(429, "Retry-After", "300"));

        CompletableFuture<HttpResponse<?>> result = remote.loop().callAsync(exchange("GET"), OPTIONS);

        assertThat(result).isCompletedExceptionally();
        assertThatThrownBy(result::join).hasCauseInstanceOf(RemoteLimitException.class);
        assertThat(remote.time().waiting()).isZero();
    }

    @Test
    void callAsync_postThatIsReset_arrivesOnce() {
        remote.answers(Remote.failure(new SocketException("Connection reset")));

        CompletableFuture<HttpResponse<?>> result = remote.loop().callAsync(exchange("POST"), POST);

        assertThatThrownBy(result::join).hasCauseInstanceOf(SocketException.class);
        assertThat(remote.arrivals()).hasSize(1);
    }

    @Test
    void callAsync_supplierThrowsOrHasNoStage_fails() {
        CompletableFuture<String> thrown = remote.loop()
                .callAsync(
                        () -> {
                            throw new IllegalStateException("bug");
                        },
                        OPTIONS);
        CompletableFuture<String> none = remote.loop().callAsync(() -> null, OPTIONS);

        assertThatThrownBy(thrown::join).hasRootCauseMessage("bug");
        assertThatThrownBy(none::join).hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void callAsync_noPermit_failsWithWhy() {
        remote.refusesPermits(new ThrottleQueueFullException("kis", 5));

        CompletableFuture<HttpResponse<?>> result = remote.loop().callAsync(exchange("GET"), OPTIONS);

        assertThatThrownBy(result::join).hasCauseInstanceOf(ThrottleQueueFullException.class);
    }

    @Test
    void callAsync_noPermitForARetry_failsWithWhatCameBefore() {
        remote.answers(Remote.streamed(429));
        remote.refusesPermitsAfter(1, new ThrottleTimeoutException("kis", Duration.ofHours(1), Duration.ZERO));

        CompletableFuture<HttpResponse<?>> result = remote.loop().callAsync(exchange("GET"), OPTIONS);
        remote.time().runAll();

        assertThatThrownBy(result::join).hasCauseInstanceOf(RemoteLimitException.class);
    }

    @Test
    void cancel_whileItWaitsForAPermit_givesThePlaceUp() {
        remote.permitsComeLater();
        CompletableFuture<HttpResponse<?>> result = remote.loop().callAsync(exchange("GET"), OPTIONS);
        CompletableFuture<Permit> place = remote.waitingForPermits().get(0);

        result.cancel(true);

        assertThat(place).isCancelled();
        assertThat(remote.arrivals()).isEmpty();
    }

    @Test
    void cancel_afterThePermitAndBeforeTheAttempt_givesThePermitBack() {
        List<Runnable> tasks = new ArrayList<>();
        remote.executes(tasks::add);
        CompletableFuture<HttpResponse<?>> result = remote.loop().callAsync(exchange("GET"), OPTIONS);
        assertThat(remote.openPermits()).isEqualTo(1);

        result.cancel(true);
        tasks.forEach(Runnable::run);

        assertThat(remote.cancelledPermits()).isEqualTo(1);
        assertThat(remote.arrivals()).isEmpty();
    }

    @Test
    void callAsync_executorThatRefuses_failsAndGivesThePermitBack() {
        remote.executes(task -> {
            throw new RejectedExecutionException("full");
        });

        CompletableFuture<HttpResponse<?>> result = remote.loop().callAsync(exchange("GET"), OPTIONS);

        assertThatThrownBy(result::join).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(remote.cancelledPermits()).isEqualTo(1);
    }

    @Test
    void cancel_whileItBacksOff_givesTheTimerUp() {
        remote.answers(Remote.streamed(429));
        CompletableFuture<HttpResponse<?>> result = remote.loop().callAsync(exchange("GET"), OPTIONS);
        assertThat(remote.time().waiting()).isEqualTo(1);

        result.cancel(true);

        assertThat(remote.time().waiting()).isZero();
        assertThat(remote.arrivals()).hasSize(1);
    }

    @Test
    void cancel_duringAnAttempt_cancelsTheAttemptAndClosesItsPermit() {
        CompletableFuture<String> attempt = new CompletableFuture<>();
        CompletableFuture<String> result = remote.loop().callAsync(() -> attempt, OPTIONS);
        assertThat(remote.openPermits()).isEqualTo(1);

        result.cancel(true);

        assertThat(attempt).isCancelled();
        assertThat(remote.openPermits()).isZero();
        // it was sent, and counts
        assertThat(remote.events()).containsExactly("FAILURE");
    }

    @Test
    void cancel_attemptThatCannotBeCancelled_releasesItsAnswerAndHearsIt() {
        remote.answers(Remote.streamed(429));
        CompletableFuture<HttpResponse<?>> answer = new CompletableFuture<>();
        CompletableFuture<HttpResponse<?>> attempt = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean interrupt) {
                return false;
            }
        };
        CompletableFuture<HttpResponse<?>> result = remote.loop().callAsync(() -> attempt, OPTIONS);
        result.cancel(true);
        exchange("GET").get().thenAccept(answer::complete);

        attempt.complete(answer.join());

        assertThat(remote.events()).containsExactly("LIMITED", "answered limited");
        assertThat(remote.discarded()).isEqualTo(1);
        assertThat(remote.time().waiting()).isZero();
    }

    @Test
    void callAsync_permitIsOpenUntilTheEndOfTheAttempt() {
        CompletableFuture<String> attempt = new CompletableFuture<>();
        CompletableFuture<String> result = remote.loop().callAsync(() -> attempt, OPTIONS);
        assertThat(remote.openPermits()).isEqualTo(1);

        attempt.complete("fine");

        assertThat(result).isCompletedWithValue("fine");
        assertThat(remote.openPermits()).isZero();
    }

    @Test
    void callAsync_hundredRetriesWithoutWait_needNoDeepStack() {
        remote = new Remote(
                true, "retries=100", "backoff.min=0s", "backoff=1ms", "backoff.factor=1", "retry-budget=100%");
        remote.answers(Remote.streamed(429));
        for (int i = 0; i < 100; i++) {
            CompletableFuture<HttpResponse<?>> result = remote.loop().callAsync(exchange("GET"), OPTIONS);
            assertThat(result).isCompletedExceptionally();
        }

        assertThat(remote.arrivals()).hasSizeGreaterThan(200);
    }

    @Test
    void callAsync_threadStandsStillBeforeTheCall_takesAnotherPermit() {
        remote.answers(Remote.answer(200, "fine"));
        remote.permitsAge(2, () -> remote.time().pass(Duration.ofSeconds(10)));

        assertThat(remote.loop().callAsync(exchange("GET"), OPTIONS).join().statusCode())
                .isEqualTo(200);

        assertThat(remote.arrivals()).hasSize(1);
        assertThat(remote.permits()).isEqualTo(3);
        assertThat(remote.cancelledPermits()).isEqualTo(2);
        assertThat(remote.longestWaits())
                .containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(10));
    }
}
