package dev.weir.outbound.retry;

import dev.weir.outbound.Permit;
import dev.weir.outbound.retry.CallProgress.Next;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call that needs no thread while it waits. Its attempts follow each other, each begun by the end of what came
 * before it. Safe for use by many threads.
 *
 * @param <T> what the call returns
 */
final class AsyncCall<T extends @Nullable Object> {

    private final Supplier<? extends CompletionStage<T>> task;
    private final CallProgress<T> progress;
    private final PermitGate gate;
    private final CallLoop.Waiting waiting;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    /** Gives up what the call waits for at present. */
    private volatile Runnable giveUp = AsyncCall::nothing;

    AsyncCall(
            Supplier<? extends CompletionStage<T>> task,
            CallProgress<T> progress,
            PermitGate gate,
            CallLoop.Waiting waiting) {
        this.task = task;
        this.progress = progress;
        this.gate = gate;
        this.waiting = waiting;
    }

    CompletableFuture<T> start() {
        var unused = result.whenComplete((value, thrown) -> giveUp.run());
        next();
        return result;
    }

    private void next() {
        next(progress.maxWait(), progress.now());
    }

    private static void nothing() {}

    /** Waits for something. If the call is over, because it was cancelled, gives that up at once. */
    private void waitsFor(Runnable cancellation) {
        giveUp = cancellation;
        if (result.isDone()) {
            cancellation.run();
        }
    }

    /** @param since when {@code wait} began */
    private void next(Duration wait, long since) {
        if (result.isDone()) {
            return;
        }
        CompletableFuture<Permit> permit;
        try {
            permit = gate.acquireAsync(progress.left(wait, since));
        } catch (RuntimeException | Error e) {
            fail(progress.withoutPermit(e));
            return;
        }
        waitsFor(() -> permit.cancel(true));
        var unused = permit.whenComplete((taken, thrown) -> {
            if (thrown == null) {
                execute(taken, () -> next(wait, since));
            } else {
                fail(progress.withoutPermit(AttemptJudge.unwrapped(thrown)));
            }
        });
    }

    private void execute(Permit permit, Runnable again) {
        try {
            waiting.executor().execute(() -> attempt(permit, again));
        } catch (RuntimeException | Error e) {
            unused(permit);
            fail(e);
        }
    }

    private void attempt(Permit permit, Runnable again) {
        if (result.isDone()) {
            unused(permit);
            return;
        }
        // other calls may have kept this thread since it was handed out
        if (gate.isTooOld(permit) && permit.cancel()) {
            again.run();
            return;
        }
        progress.begins();
        CompletableFuture<T> attempt;
        try {
            attempt = task.get().toCompletableFuture();
        } catch (RuntimeException | Error e) {
            attempt = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<T> running = attempt;
        waitsFor(() -> running.cancel(true));
        var unused = running.whenComplete((value, thrown) -> {
            permit.close();
            ended(thrown == null ? new Outcome.Returned<>(value) : new Outcome.Failed<>(thrown));
        });
    }

    private static void unused(Permit permit) {
        if (!permit.cancel()) {
            permit.close();
        }
    }

    private void ended(Outcome<T> outcome) {
        try {
            if (result.isDone()) {
                progress.abandoned(outcome);
                return;
            }
            Next<T> next = progress.ended(outcome);
            if (next instanceof Next.Again<T> again) {
                waitsFor(waiting.timer().after(again.delay(), this::next));
            } else {
                complete(((Next.Ended<T>) next).outcome());
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void complete(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Failed<T> failed) {
            fail(failed.cause());
        } else {
            result.complete(((Outcome.Returned<T>) outcome).value());
        }
    }

    private void fail(Throwable thrown) {
        result.completeExceptionally(thrown);
    }
}
