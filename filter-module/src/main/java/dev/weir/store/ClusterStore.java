package dev.weir.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.core.Change;
import dev.weir.core.Limit;
import dev.weir.core.Policy;
import dev.weir.core.Source;
import dev.weir.core.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Counters that the cluster shares, through one {@link Gate} per key. What the cluster does not answer in time, the
 * policy's fallback decides. Safe for use by many threads.
 */
final class ClusterStore implements CounterStore {

    private final Grid grid;
    private final LocalStore local;
    private final StoreSettings settings;
    private final Executor background;
    private final Map<Object, ClusterHealth> healths = new ConcurrentHashMap<>();
    private final Map<Retention, SharedCache> caches = new ConcurrentHashMap<>();
    private final Cache<String, Gate> gates;

    /** @param background runs what no request shall wait for */
    ClusterStore(Grid grid, LocalStore local, StoreSettings settings, Executor background) {
        this.background = background;
        this.grid = grid;
        this.local = local;
        this.settings = settings;
        this.gates = Caffeine.newBuilder()
                .maximumSize(settings.localMaxKeys())
                .executor(Runnable::run)
                .build();
    }

    @Override
    public void prepare(Policy policy) {
        if (!policy.limits().isEmpty()) {
            caches.computeIfAbsent(Retention.of(policy), grid::cache);
        }
    }

    @Override
    public Answer apply(Policy policy, String key, Change change, Patience patience) {
        Gate gate = gate(policy, key);
        Object owner = gate.owner();
        ClusterHealth health = healths.computeIfAbsent(owner, member -> new ClusterHealth(member, grid.clock()));
        if (gate.isOverdue() || !health.answers()) {
            if (health.probeIsDue()) {
                var unused = gate.submit(new Change.Peek(1)).verdict().thenRun(() -> answered(owner, health));
            }
            Answer answer = fallback(gate, policy, key, change);
            gate.owe(admitted(change, answer));
            return answer;
        }
        Gate.Request request = gate.submit(change);
        Optional<Verdict> verdict = patience.await(request.verdict());
        if (verdict.isPresent()) {
            answered(owner, health);
            if (gate.leaveLocal()) {
                local.forget(policy, key);
            }
            return new Answer.Counted(verdict.get(), Source.CLUSTER);
        }
        health.missed();
        Answer answer = fallback(gate, policy, key, change);
        gate.giveUp(request, admitted(change, answer));
        return answer;
    }

    private Gate gate(Policy policy, String key) {
        return gates.get(CounterId.of(policy, key), id -> {
            SharedCache cache = caches.computeIfAbsent(Retention.of(policy), grid::cache);
            return new Gate(id, policy, cache, grid.clock());
        });
    }

    /** After a silence of {@code owner}, what was admitted meanwhile is charged. */
    private void answered(Object owner, ClusterHealth health) {
        if (health.answered()) {
            background.execute(() -> gates.asMap().values().stream()
                    .filter(gate -> gate.owner().equals(owner))
                    .forEach(Gate::start));
        }
    }

    private Answer fallback(Gate gate, Policy policy, String key, Change change) {
        return switch (policy.fallback()) {
            case OPEN -> new Answer.Uncounted(true);
            case CLOSED -> new Answer.Uncounted(false);
            case LOCAL ->
                new Answer.Counted(local.applyFrom(gate.known(), policy, key, share(policy, change)), Source.LOCAL);
        };
    }

    /** How many permits the fallback let through. */
    private static long admitted(Change change, Answer answer) {
        boolean allowed = answer instanceof Answer.Counted counted
                ? counted.verdict().allowed()
                : ((Answer.Uncounted) answer).admits();
        return allowed && change instanceof Change.Acquire acquire ? acquire.permits() : 0;
    }

    /**
     * An instance that counts alone has its share of what was left when it last knew: it takes for every permit one for
     * each member that may be doing the same. Of a limit that has fewer permits than members it still gets one.
     */
    private Change share(Policy policy, Change change) {
        int members = settings.divideShare() ? grid.members() : 1;
        long most = policy.limits().stream().mapToLong(Limit::burst).min().orElse(Long.MAX_VALUE);
        if (change instanceof Change.Acquire acquire) {
            return new Change.Acquire(shared(acquire.permits(), members, most));
        }
        if (change instanceof Change.Peek peek) {
            return new Change.Peek(shared(peek.permits(), members, most));
        }
        if (change instanceof Change.Refund refund) {
            return new Change.Refund(shared(refund.permits(), members, most), refund.takenMillis());
        }
        return change;
    }

    private static long shared(long permits, int members, long most) {
        return permits >= most || permits > most / members ? Math.max(permits, most) : permits * members;
    }

    @Override
    public void close() {
        local.close();
        grid.close();
    }
}
