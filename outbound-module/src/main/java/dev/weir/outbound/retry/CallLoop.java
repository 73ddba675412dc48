package dev.weir.outbound.retry;

import dev.weir.outbound.Permit;
import dev.weir.outbound.ThrottleException;
import dev.weir.outbound.retry.CallProgress.Next;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one policy: waits for a permit, makes an attempt, and repeats it as the policy says. Safe for
 * use by many threads.
 */
public final class CallLoop {

    private final String policy;
    private final AttemptJudge judge;
    private final RetryRules rules;
    private final PermitGate gate;
    private final AttemptListener listener;
    private final Waiting waiting;

    /**
     * What calls wait with.
     *
     * @param timer wakes up what waits before a retry
     * @param nanoTime measures how long calls take
     * @param executor runs attempts that wait without a thread, which can be long
     */
    public record Waiting(RetryTimer timer, LongSupplier nanoTime, Executor executor) {}

    /** The calls of one policy. */
    public CallLoop(
            String policy,
            AttemptJudge judge,
            RetryRules rules,
            PermitGate gate,
            AttemptListener listener,
            Waiting waiting) {
        this.policy = policy;
        this.judge = judge;
        this.rules = rules;
        this.gate = gate;
        this.listener = listener;
        this.waiting = waiting;
    }

    /**
     * Makes a call, with the thread of the caller.
     *
     * @throws dev.weir.outbound.RemoteLimitException if the last attempt was refused by the other side, whether it
     *     returned or threw that
     * @throws ThrottleException if there is no permit for the first attempt
     * @throws InterruptedException if the thread is interrupted
     * @throws Exception what the last attempt threw
     */
    public <T extends @Nullable Object> T call(Callable<T> task, CallOptions options) throws Exception {
        CallProgress<T> progress = begin(options);
        while (true) {
            Next<T> next = progress.ended(attempt(task, progress));
            if (next instanceof Next.Ended<T> ended) {
                return value(ended.outcome());
            }
            pause(((Next.Again<T>) next).delay());
        }
    }

    /**
     * Makes a call that needs no thread while it waits. The stages that {@code task} supplies are its attempts.
     *
     * @return completes with the result, or with an exception of {@link #call}; to cancel it gives up what waits, and
     *     cancels the attempt
     */
    public <T extends @Nullable Object> CompletableFuture<T> callAsync(
            Supplier<? extends CompletionStage<T>> task, CallOptions options) {
        return new AsyncCall<>(task, begin(options), gate, waiting).start();
    }

    private <T extends @Nullable Object> CallProgress<T> begin(CallOptions options) {
        return new CallProgress<>(policy, judge, rules, listener, waiting.nanoTime(), options);
    }

    private <T extends @Nullable Object> Outcome<T> attempt(Callable<T> task, CallProgress<T> progress)
            throws Exception {
        Permit permit = permit(progress);
        progress.begins();
        try {
            return new Outcome.Returned<>(judge.lookable(task.call()));
        } catch (Exception | Error e) {
            return new Outcome.Failed<>(e);
        } finally {
            permit.close();
        }
    }

    private Permit permit(CallProgress<?> progress) throws Exception {
        Duration wait = progress.maxWait();
        long since = progress.now();
        try {
            Permit permit = gate.acquire(wait);
            // this thread may have stood still since it was handed out
            while (gate.isTooOld(permit) && permit.cancel()) {
                permit = gate.acquire(progress.left(wait, since));
            }
            return permit;
        } catch (ThrottleException e) {
            throw sneaked(progress.withoutPermit(e));
        }
    }

    private void pause(Duration delay) throws InterruptedException {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        Runnable giveUp = waiting.timer().after(delay, () -> over.complete(true));
        try {
            over.get();
        } catch (InterruptedException e) {
            giveUp.run();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a pause failed", e);
        }
    }

    private static <T extends @Nullable Object> T value(Outcome<T> outcome) throws Exception {
        if (outcome instanceof Outcome.Failed<T> failed) {
            throw sneaked(failed.cause());
        }
        return ((Outcome.Returned<T>) outcome).value();
    }

    /** {@code thrown} as an exception; an error is thrown at once. */
    private static Exception sneaked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (Exception) thrown;
    }
}
