package dev.weir.outbound.runtime;

import dev.weir.Key;
import dev.weir.outbound.BatchOptions;
import dev.weir.outbound.BatchResult;
import dev.weir.outbound.Permit;
import dev.weir.outbound.Throttle;
import dev.weir.outbound.ThrottleStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an application calls. Safe for use by many threads.
 *
 * @param tenant for whom, if the application said it
 */
record ThrottleCalls(Throttles throttles, Optional<Key> tenant) implements Throttle {

    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(366);

    private ThrottleRequest request(String policy) {
        return new ThrottleRequest(throttles, List.of(throttles.policy(policy, tenant)));
    }

    @Override
    public Throttle forTenant(String id) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("the id of a tenant must not be empty");
        }
        return new ThrottleCalls(throttles, Optional.of(Key.tenant(id)));
    }

    @Override
    public Permit acquire(String policy, Duration maxWait) throws InterruptedException {
        return request(policy).maxWait(maxWait).permit();
    }

    @Override
    public CompletionStage<Permit> acquireAsync(String policy, Duration maxWait) {
        return request(policy).maxWait(maxWait).permitAsync();
    }

    @Override
    public <T extends @Nullable Object> T call(String policy, Callable<T> task) throws Exception {
        return request(policy).call(task);
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> callAsync(String policy, Supplier<CompletionStage<T>> task) {
        return request(policy).callAsync(task);
    }

    @Override
    public <T extends @Nullable Object> BatchResult<T> runAll(
            String policy, List<? extends Callable<T>> tasks, BatchOptions options) throws InterruptedException {
        CallPolicy known = throttles.policy(policy, tenant);
        ThrottleRequest request = new ThrottleRequest(throttles, List.of(known))
                .maxWait(options.maxWait().orElse(AS_LONG_AS_IT_TAKES));
        return throttles.runAll(request, known, tasks, options);
    }

    @Override
    public ThrottleStatistics statistics(String policy) {
        return throttles.counts().statistics(throttles.policy(policy).settings().policy());
    }

    @Override
    public void pause(String policy, Duration duration) {
        if (duration.isNegative() || duration.compareTo(Happenings.LONGEST_PAUSE) > 0) {
            throw new IllegalArgumentException("duration must be from 0 to 24 hours, was \"" + duration + '"');
        }
        throttles.queue().pause(throttles.policy(policy, tenant).line(), duration);
    }
}
