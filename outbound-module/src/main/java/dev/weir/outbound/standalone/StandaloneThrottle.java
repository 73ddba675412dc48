package dev.weir.outbound.standalone;

import dev.weir.outbound.BatchOptions;
import dev.weir.outbound.BatchResult;
import dev.weir.outbound.Permit;
import dev.weir.outbound.Throttle;
import dev.weir.outbound.ThrottleStatistics;
import dev.weir.outbound.runtime.OutboundModule;
import dev.weir.spi.Modules;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits for calls of a program that has no server and no CDI. Counts by itself, unless {@code ratelimit.store} says
 * that it shares its counters with other processes. Safe for use by many threads.
 *
 * <pre>
 * try (StandaloneThrottle throttle = StandaloneThrottle.start(
 *         Map.of("ratelimit.policies", "kis", "ratelimit.policy.kis.limit", "20/1s"))) {
 *     Price price = throttle.call("kis", () -&gt; client.price("AAPL"));
 * }
 * </pre>
 */
public final class StandaloneThrottle implements Throttle, AutoCloseable {

    private static final String STORE = "ratelimit.store";

    private final Throttle throttle;
    private final AutoCloseable running;

    private StandaloneThrottle(Throttle throttle, AutoCloseable running) {
        this.throttle = throttle;
        this.running = running;
    }

    /**
     * Starts with {@code properties}, and with system properties and environment variables for those that it does not
     * have.
     *
     * @param properties by their whole names
     * @throws IllegalArgumentException if the configuration is wrong; with every problem
     */
    public static StandaloneThrottle start(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        if (System.getProperty(STORE) == null && System.getenv("RATELIMIT_STORE") == null) {
            all.putIfAbsent(STORE, "local");
        }
        OutboundModule module = new OutboundModule();
        AutoCloseable running = Modules.start(module, all);
        return new StandaloneThrottle(module.throttles().api(), running);
    }

    @Override
    public Permit acquire(String policy, Duration maxWait) throws InterruptedException {
        return throttle.acquire(policy, maxWait);
    }

    @Override
    public CompletionStage<Permit> acquireAsync(String policy, Duration maxWait) {
        return throttle.acquireAsync(policy, maxWait);
    }

    @Override
    public <T extends @Nullable Object> T call(String policy, Callable<T> task) throws Exception {
        return throttle.call(policy, task);
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> callAsync(String policy, Supplier<CompletionStage<T>> task) {
        return throttle.callAsync(policy, task);
    }

    @Override
    public <T extends @Nullable Object> BatchResult<T> runAll(
            String policy, List<? extends Callable<T>> tasks, BatchOptions options) throws InterruptedException {
        return throttle.runAll(policy, tasks, options);
    }

    @Override
    public Throttle forTenant(String id) {
        return throttle.forTenant(id);
    }

    @Override
    public ThrottleStatistics statistics(String policy) {
        return throttle.statistics(policy);
    }

    @Override
    public void pause(String policy, Duration duration) {
        throttle.pause(policy, duration);
    }

    /** Ends it. Calls that wait fail. */
    @Override
    public void close() {
        try {
            running.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot end what was started", e);
        }
    }
}
