package dev.weir.outbound.runtime;

import dev.weir.outbound.Permit;
import dev.weir.outbound.RemoteLimitException;
import dev.weir.outbound.ThrottleException;
import dev.weir.outbound.ThrottleQueueFullException;
import dev.weir.outbound.queue.AgingPermit;
import dev.weir.outbound.queue.PermitWait;
import dev.weir.outbound.queue.port.LineId;
import dev.weir.outbound.retry.CallLoop;
import dev.weir.outbound.retry.CallOptions;
import dev.weir.outbound.retry.PermitGate;
import dev.weir.outbound.statistics.Outcome;
import dev.weir.outbound.statistics.ThrottleListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How calls of one or more policies are made: with how many permits, how long they wait, who goes first. The first
 * policy says when a call is repeated. Immutable; safe for use by many threads.
 */
public final class ThrottleRequest implements PermitGate {

    private final Throttles throttles;
    private final List<CallPolicy> policies;
    private final long permits;
    private final int priority;
    private final boolean retry;
    private final Optional<String> method;
    private final Duration maxWait;

    ThrottleRequest(Throttles throttles, List<CallPolicy> policies) {
        this(
                throttles,
                policies,
                1,
                0,
                true,
                Optional.empty(),
                policies.get(0).settings().line().maxWait());
    }

    private ThrottleRequest(
            Throttles throttles,
            List<CallPolicy> policies,
            long permits,
            int priority,
            boolean retry,
            Optional<String> method,
            Duration maxWait) {
        this.throttles = throttles;
        this.policies = List.copyOf(policies);
        this.permits = permits;
        this.priority = priority;
        this.retry = retry;
        this.method = method;
        this.maxWait = maxWait;
    }

    /** The same with a number of permits of each policy for a call. */
    public ThrottleRequest permits(long each) {
        return new ThrottleRequest(throttles, policies, each, priority, retry, method, maxWait);
    }

    /** The same with a priority. */
    public ThrottleRequest priority(int other) {
        return new ThrottleRequest(throttles, policies, permits, other, retry, method, maxWait);
    }

    /** The same, repeated or not. */
    public ThrottleRequest retry(boolean repeated) {
        return new ThrottleRequest(throttles, policies, permits, priority, repeated, method, maxWait);
    }

    /** The same for calls of an HTTP method, which decides whether they can be repeated. */
    public ThrottleRequest method(String name) {
        return new ThrottleRequest(throttles, policies, permits, priority, retry, Optional.of(name), maxWait);
    }

    /** The same with a longest wait. */
    public ThrottleRequest maxWait(Duration longest) {
        return new ThrottleRequest(throttles, policies, permits, priority, retry, method, longest);
    }

    /** Whether it is for calls of {@code policy}. */
    boolean isOf(CallPolicy policy) {
        return policies.get(0).line().equals(policy.line());
    }

    /** Waits for a permit, which the application ends. */
    public Permit permit() throws InterruptedException {
        CompletableFuture<Permit> future = permitAsync();
        try {
            return future.get();
        } catch (InterruptedException e) {
            PermitWait.giveUp(future);
            throw e;
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        }
    }

    /** Does the same without a thread. */
    public CompletableFuture<Permit> permitAsync() {
        CompletableFuture<Permit> taken = taken(maxWait);
        CompletableFuture<Permit> counted = new CompletableFuture<>();
        // what the application goes on with must not hold the threads that hand over permits
        var unused = taken.whenCompleteAsync(
                (permit, failure) -> {
                    if (failure != null) {
                        ended(failure);
                        counted.completeExceptionally(failure);
                    } else if (!counted.complete(new CountedPermit(permit, throttles, policies))) {
                        boolean unusedPermit = permit.cancel();
                    }
                },
                throttles.threads().calling());
        var unusedToo = counted.whenComplete((permit, failure) -> {
            // whoever completed it: if it was not the line, the place is free
            taken.cancel(false);
        });
        return counted;
    }

    /** Waits for the permit of a request whose answer will be {@linkplain ThrottleFlight#answered looked at}. */
    public ThrottleFlight flight() throws InterruptedException {
        try {
            return new ThrottleFlight(acquire(maxWait), throttles, policies).watched();
        } catch (InterruptedException | RuntimeException e) {
            ended(e);
            throw e;
        }
    }

    /** Makes a call with the thread of the caller. */
    public <T extends @Nullable Object> T call(Callable<T> task) throws Exception {
        try {
            T result = loop().call(task, options());
            ended(null);
            return result;
        } catch (Exception | Error e) {
            ended(e);
            throw e;
        }
    }

    /** Makes a call of a Rest Client with the thread of the caller; the filter of the client looks at its answer. */
    public <T extends @Nullable Object> T callRest(Callable<T> task) throws Exception {
        return call(() -> RestCall.attempt(throttles, policies.get(0), task));
    }

    /** Makes a call that has no thread while it waits. */
    public <T extends @Nullable Object> CompletableFuture<T> callAsync(Supplier<CompletionStage<T>> task) {
        CompletableFuture<T> result = loop().callAsync(task, options());
        var unused = result.whenComplete((value, failure) -> ended(failure));
        return result;
    }

    private CallLoop loop() {
        return throttles.loop(policies, this);
    }

    private CallOptions options() {
        return new CallOptions(maxWait, retry, method);
    }

    private CompletableFuture<Permit> taken(Duration longest) {
        List<LineId> lines = policies.stream().map(CallPolicy::line).toList();
        return throttles.queue().acquire(lines, permits, priority, longest);
    }

    @Override
    public Permit acquire(Duration longest) throws InterruptedException {
        CompletableFuture<Permit> future = taken(longest);
        try {
            return future.get();
        } catch (InterruptedException e) {
            PermitWait.giveUp(future);
            throw e;
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        }
    }

    @Override
    public CompletableFuture<Permit> acquireAsync(Duration longest) {
        return taken(longest);
    }

    @Override
    public boolean isTooOld(Permit permit) {
        return permit instanceof AgingPermit aging && aging.isTooOld();
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        if (cause instanceof ThrottleException refusal) {
            // made on another thread: this one has the stack that says who called
            refusal.setStackTrace(Thread.currentThread().getStackTrace());
            return refusal;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    private void ended(@Nullable Throwable failure) {
        ThrottleListener listener = throttles.counts();
        policies.forEach(each -> listener.ended(each.settings().policy(), outcome(failure)));
    }

    private static Outcome outcome(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause == null) {
            return Outcome.Answer.SUCCESS;
        }
        if (cause instanceof ThrottleException refusal) {
            return outcome(refusal);
        }
        return cause instanceof InterruptedException || cause instanceof CancellationException
                ? Outcome.NotSent.CANCELLED
                : Outcome.Failed.exception(cause);
    }

    private static Outcome outcome(ThrottleException refusal) {
        if (refusal instanceof ThrottleQueueFullException) {
            return Outcome.NotSent.QUEUE_FULL;
        }
        return refusal instanceof RemoteLimitException ? Outcome.Answer.LIMITED : Outcome.NotSent.TIMEOUT;
    }
}
