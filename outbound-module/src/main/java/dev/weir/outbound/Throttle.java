package dev.weir.outbound;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls wait for permits of a policy, over all instances. A CDI bean; safe for use by many threads.
 *
 * <pre>
 * &#64;Inject Throttle throttle;
 *
 * Price price = throttle.call("kis", () -&gt; client.price("AAPL"));
 * </pre>
 *
 * Those that wait get their permits in the order in which they came. A policy has one counter, line, rate and pause for
 * all calls, {@link dev.weir.Key#global()}; with the scope {@code tenant}, one for each tenant: that of {@link
 * #forTenant}, or else that of the request which the calling thread serves. All methods that name a policy throw
 * {@link IllegalArgumentException} if there is none of that name. Where no time is given, the longest wait is
 * {@code ratelimit.throttle.<policy>.max-wait}.
 */
public interface Throttle {

    /**
     * Waits for a permit.
     *
     * @param maxWait the longest wait, 0 or more; zero does not wait
     * @throws ThrottleTimeoutException if there is none in that time; at once if it is certain before
     * @throws ThrottleQueueFullException if too many wait
     * @throws InterruptedException if the thread is interrupted while it waits; its place is free at once
     */
    Permit acquire(String policy, Duration maxWait) throws InterruptedException;

    /**
     * Waits for a permit without a thread. To cancel the future of the stage gives the place up.
     *
     * @return completes with the permit, or with an exception of {@link #acquire}
     */
    CompletionStage<Permit> acquireAsync(String policy, Duration maxWait);

    /**
     * Waits for a permit and runs {@code task}; repeats it as the policy says if the other side refused it, or if it
     * failed. What it returns is looked at if it is a {@code jakarta.ws.rs.core.Response} or a
     * {@code java.net.http.HttpResponse}; and what it throws, if that is a {@link RemoteLimitException} or carries such
     * a response.
     *
     * @throws RemoteLimitException if the other side goes on refusing it
     * @throws Exception what the last attempt threw
     */
    <T extends @Nullable Object> T call(String policy, Callable<T> task) throws Exception;

    /**
     * Does the same without a thread while it waits. The stage completes with the result or the exception.
     *
     * <p>{@code task} is run, for each attempt, on one thread of Weir that all such calls of the application share: it
     * begins a call and must not block, or all others stand still. It has neither the request scope nor the {@code
     * java:comp} names nor the principal of the caller: what it needs of these is to be taken before.
     */
    <T extends @Nullable Object> CompletionStage<T> callAsync(String policy, Supplier<CompletionStage<T>> task);

    /**
     * Runs all of {@code tasks}, each as {@link #call} does, as many at once as is good for the other side.
     *
     * @return one result for each task, in their order
     * @throws InterruptedException if the thread is interrupted; tasks that run are interrupted, others do not begin
     */
    <T extends @Nullable Object> BatchResult<T> runAll(
            String policy, List<? extends Callable<T>> tasks, BatchOptions options) throws InterruptedException;

    /**
     * Makes calls for a tenant, whatever the thread serves: in a batch, a timer, on a thread of the application, or
     * without a server. Policies of another scope than {@code tenant} count as without it.
     *
     * <pre>
     * throttle.forTenant("acme").call("kis", () -&gt; client.price("AAPL"));
     * </pre>
     *
     * @throws IllegalArgumentException if {@code id} is empty
     */
    Throttle forTenant(String id);

    /** What happened to the calls of the policy on this instance, those of all tenants. */
    ThrottleStatistics statistics(String policy);

    /**
     * Lets no call of the policy, or of one tenant of it, begin for {@code duration}, on no instance.
     *
     * @param duration 0 to 24 hours; zero ends a pause
     */
    void pause(String policy, Duration duration);
}
