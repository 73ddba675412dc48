package dev.weir.outbound.runtime;

import dev.weir.Key;
import dev.weir.outbound.BatchOptions;
import dev.weir.outbound.BatchResult;
import dev.weir.outbound.Throttle;
import dev.weir.outbound.batch.BatchRunner;
import dev.weir.outbound.queue.ThrottleQueue;
import dev.weir.outbound.queue.port.LineId;
import dev.weir.outbound.queue.port.LineSettings;
import dev.weir.outbound.queue.port.QueuePorts;
import dev.weir.outbound.retry.CallLoop;
import dev.weir.outbound.retry.PermitGate;
import dev.weir.outbound.settings.OutboundSettings;
import dev.weir.outbound.settings.ThrottleSettings;
import dev.weir.outbound.statistics.Outcome;
import dev.weir.outbound.statistics.ThrottleCounts;
import dev.weir.spi.ModuleHost;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the calls of one application. Safe for use by many threads. */
public final class Throttles implements AutoCloseable {

    private static final long EXCHANGE_SECONDS = 1;

    private final OutboundModule module;
    private final ModuleHost host;
    private final OutboundThreads threads;
    private final BatchRunner batches;
    private final ThrottleCounts counts;
    private final Happenings happenings;
    private final ThrottleQueue queue;
    private final Map<String, CallPolicy> policies = new ConcurrentHashMap<>();
    private final Shown shown;

    Throttles(OutboundModule module, ModuleHost host, Consumer<Object> events) {
        this.module = module;
        this.host = host;
        this.threads = new OutboundThreads(host.nanoTime());
        this.batches = new BatchRunner(threads.tasks(), threads);
        this.counts = new ThrottleCounts(host.clock());
        this.happenings = new Happenings(counts, events, host.clock());
        this.queue = ThrottleQueue.watching(
                this::lineSettings,
                new QueuePorts(
                        threads,
                        host.clock(),
                        new SharedPermits(host, threads.counting()),
                        line -> CompletableFuture.supplyAsync(
                                () -> host.limiter().slot(line.policy(), line.key()), threads.counting()),
                        new SharedPaceBoard(host, this::lineSettings),
                        happenings,
                        threads.completing(),
                        threads.counting(),
                        host.instance()));
        this.shown = new Shown(counts, queue, host);
    }

    /** Shows the policies that are known, and begins to write statistics. */
    void start() {
        OutboundSettings settings = module.settings();
        settings.throttles().keySet().forEach(this::policy);
        settings.statistics().ifPresent(shown::write);
        threads.every(
                EXCHANGE_SECONDS,
                () -> policies.values().forEach(each -> each.budget().exchange()));
    }

    /**
     * The policy of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    CallPolicy policy(String name) {
        CallPolicy known = policies.get(name);
        return known != null ? known : policies.computeIfAbsent(name, this::learn);
    }

    private CallPolicy learn(String name) {
        Optional<ThrottleSettings> settings = settings(name);
        if (settings.isEmpty()) {
            // no property and no annotation names it: it is counted as calls need it from now on
            module.use(name);
            host.reconfigure(name);
            settings = settings(name);
        }
        if (settings.isEmpty()) {
            module.forget(name);
            throw new IllegalArgumentException("no such policy, was \"" + name + '"');
        }
        CallPolicy policy = new CallPolicy(settings.get(), module.spacing(name), host);
        shown.add(policy);
        return policy;
    }

    private Optional<ThrottleSettings> settings(String name) {
        return Optional.ofNullable(module.settings().throttles().get(name));
    }

    private LineSettings lineSettings(LineId line) {
        return policy(line.policy()).of(line.key()).lineSettings();
    }

    /** What the application calls, for the tenant of the request that its thread serves. */
    public Throttle api() {
        return new ThrottleCalls(this, Optional.empty());
    }

    /** Runs the tasks of a batch. */
    <T extends @Nullable Object> BatchResult<T> runAll(
            ThrottleRequest request, CallPolicy policy, List<? extends Callable<T>> tasks, BatchOptions options)
            throws InterruptedException {
        BatchResult<T> result =
                batches.runAll(request::call, tasks, policy.settings().batch(), options);
        counts.batch(policy.settings().policy(), tasks.size(), result.failures().size());
        return result;
    }

    /** A call of {@code policies} has ended, of one attempt. */
    void ended(List<CallPolicy> policies, Outcome.Sent outcome, long nanos) {
        for (CallPolicy each : policies) {
            counts.called(each.settings().policy(), outcome, nanos);
            counts.ended(each.settings().policy(), outcome);
        }
    }

    /**
     * The policy of a call: with the line of its tenant, if its scope is the tenant.
     *
     * @param named the tenant that the application names; otherwise it is that of the request that this thread serves.
     *     Calls of no tenant have a line of their own
     */
    CallPolicy policy(String name, Optional<Key> named) {
        CallPolicy policy = policy(name);
        return host.isByTenant(name)
                ? policy.of(named.or(() -> host.tenant(name)).orElse(Key.global()))
                : policy;
    }

    /** Begins a request for calls of several policies, of which each has to have its permits. */
    public ThrottleRequest request(List<String> names) {
        return new ThrottleRequest(
                this, names.stream().map(each -> policy(each, Optional.empty())).toList());
    }

    /** Begins a request for calls of {@code policy}. */
    public ThrottleRequest request(String policy) {
        return request(List.of(policy));
    }

    ThrottleQueue queue() {
        return queue;
    }

    ThrottleCounts counts() {
        return counts;
    }

    Happenings happenings() {
        return happenings;
    }

    InstantSource clock() {
        return host.clock();
    }

    OutboundThreads threads() {
        return threads;
    }

    /** The loop by which a call of {@code policies} is made, and repeated as the first of them says. */
    CallLoop loop(List<CallPolicy> policies, PermitGate gate) {
        CallPolicy policy = policies.get(0);
        return new CallLoop(
                policy.settings().policy(),
                policy.judge(),
                policy.rules(),
                gate,
                happenings.attempts(policies.stream().map(CallPolicy::line).toList(), queue),
                new CallLoop.Waiting(threads::after, host.nanoTime(), threads.calling()));
    }

    @Override
    public void close() {
        queue.close();
        shown.close();
        threads.close();
    }
}
