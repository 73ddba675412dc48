package dev.weir.outbound.cdi;

import dev.weir.outbound.BatchOptions;
import dev.weir.outbound.BatchResult;
import dev.weir.outbound.Permit;
import dev.weir.outbound.Throttle;
import dev.weir.outbound.ThrottleStatistics;
import dev.weir.outbound.runtime.OutboundModule;
import dev.weir.outbound.runtime.Throttles;
import dev.weir.spi.Modules;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The throttle that beans inject: that of the application that the calling thread works for. Safe for use by many
 * threads.
 */
final class CurrentThrottle implements Throttle {

    /** The calls of the application that this thread works for. */
    static Throttles throttles() {
        return Modules.running(OutboundModule.class).throttles();
    }

    @Override
    public Permit acquire(String policy, Duration maxWait) throws InterruptedException {
        return throttles().api().acquire(policy, maxWait);
    }

    @Override
    public CompletionStage<Permit> acquireAsync(String policy, Duration maxWait) {
        return throttles().api().acquireAsync(policy, maxWait);
    }

    @Override
    public <T extends @Nullable Object> T call(String policy, Callable<T> task) throws Exception {
        return throttles().api().call(policy, task);
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> callAsync(String policy, Supplier<CompletionStage<T>> task) {
        return throttles().api().callAsync(policy, task);
    }

    @Override
    public <T extends @Nullable Object> BatchResult<T> runAll(
            String policy, List<? extends Callable<T>> tasks, BatchOptions options) throws InterruptedException {
        return throttles().api().runAll(policy, tasks, options);
    }

    @Override
    public Throttle forTenant(String id) {
        return throttles().api().forTenant(id);
    }

    @Override
    public ThrottleStatistics statistics(String policy) {
        return throttles().api().statistics(policy);
    }

    @Override
    public void pause(String policy, Duration duration) {
        throttles().api().pause(policy, duration);
    }
}
