package dev.weir.outbound.runtime;

import dev.weir.outbound.BatchOptions;
import dev.weir.outbound.BatchResult;
import dev.weir.outbound.Permit;
import dev.weir.outbound.Throttle;
import dev.weir.outbound.ThrottleStatistics;
import dev.weir.outbound.batch.BatchRunner;
import dev.weir.outbound.queue.LineSettings;
import dev.weir.outbound.queue.QueuePorts;
import dev.weir.outbound.queue.ThrottleQueue;
import dev.weir.outbound.retry.CallLoop;
import dev.weir.outbound.retry.PermitGate;
import dev.weir.outbound.settings.OutboundSettings;
import dev.weir.outbound.settings.ThrottleSettings;
import dev.weir.outbound.statistics.ThrottleCounts;
import dev.weir.spi.ModuleHost;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the calls of one application. Safe for use by many threads. */
public final class Throttles implements Throttle, AutoCloseable {

    private static final long EXCHANGE_SECONDS = 1;
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(366);

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
                        new SharedPaceBoard(host),
                        happenings,
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

    private LineSettings lineSettings(String name) {
        return policy(name).lineSettings();
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
        CallPolicy known = policy(policy);
        ThrottleRequest request = request(policy).maxWait(options.maxWait().orElse(AS_LONG_AS_IT_TAKES));
        BatchResult<T> result =
                batches.runAll(request::call, tasks, known.settings().batch(), options);
        counts.batch(policy, tasks.size(), result.failures().size());
        return result;
    }

    /** Begins a request for calls of {@code policy}. */
    public ThrottleRequest request(String policy) {
        return new ThrottleRequest(this, List.of(policy(policy)));
    }

    /** Begins a request for calls of several policies, of which each has to have its permits. */
    public ThrottleRequest request(List<String> names) {
        return new ThrottleRequest(this, names.stream().map(this::policy).toList());
    }

    @Override
    public ThrottleStatistics statistics(String policy) {
        return counts.statistics(policy(policy).settings().policy());
    }

    @Override
    public void pause(String policy, Duration duration) {
        if (duration.isNegative() || duration.compareTo(Happenings.LONGEST_PAUSE) > 0) {
            throw new IllegalArgumentException("duration must be from 0 to 24 hours, was \"" + duration + '"');
        }
        queue.pause(policy(policy).line(), duration);
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

    /** The loop by which a call of {@code policy} is made and repeated. */
    CallLoop loop(CallPolicy policy, PermitGate gate) {
        return new CallLoop(
                policy.settings().policy(),
                policy.judge(),
                policy.rules(),
                gate,
                happenings.attempts(policy.line(), queue),
                new CallLoop.Waiting(threads::after, host.nanoTime(), threads.calling()));
    }

    @Override
    public void close() {
        queue.close();
        shown.close();
        threads.close();
    }
}
