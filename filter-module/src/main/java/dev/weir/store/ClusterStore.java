package dev.weir.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.core.Change;
import dev.weir.core.Limit;
import dev.weir.core.Policy;
import dev.weir.core.Source;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counters that the cluster shares, through one {@link Gate} per key. What the cluster does not answer in time, the
 * policy's fallback decides. Safe for use by many threads.
 */
final class ClusterStore implements CounterStore {

    private static final long SWEEP_MILLIS = 1_000;

    private final Grid grid;
    private final LocalStore local;
    private final StoreSettings settings;
    private final Executor background;
    private final Set<Gate> debtors = ConcurrentHashMap.newKeySet();
    private final AtomicLong nextSweepMillis = new AtomicLong();
    private final Map<Object, MemberHealth> healths = new ConcurrentHashMap<>();
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
        MemberHealth health = health(gate);
        // what the fallback goes on from: an answer that comes just too late would count the request twice
        State before = gate.known();
        if (gate.isOverdue() || !health.answers()) {
            if (change instanceof Change.Reset || health.probeIsDue()) {
                Change sent = change instanceof Change.Reset ? change : new Change.Peek(1);
                var unused = gate.submit(sent).verdict().thenRun(() -> answered(health));
            }
            Answer answer = fallback(before, policy, key, change);
            gate.owe(admitted(change, answer));
            return answer;
        }
        boolean waits = patience.isLeft();
        Gate.Request request = gate.submit(change);
        Optional<Verdict> verdict = patience.await(request.verdict());
        if (verdict.isPresent()) {
            answered(health);
            if (gate.leaveLocal()) {
                local.forget(policy, key);
            }
            return new Answer.Counted(verdict.get(), Source.CLUSTER);
        }
        if (waits) {
            health.missed();
        }
        Answer answer = fallback(before, policy, key, change);
        if (change instanceof Change.Reset) {
            // stays on its way: nobody has to be told, and it must not be lost
            gate.owe(0);
        } else {
            gate.giveUp(request, admitted(change, answer));
        }
        return answer;
    }

    private Gate gate(Policy policy, String key) {
        return gates.get(CounterId.of(policy, key), id -> {
            SharedCache cache = caches.computeIfAbsent(Retention.of(policy), grid::cache);
            return new Gate(id, policy, cache, grid.clock(), debtors);
        });
    }

    private MemberHealth health(Gate gate) {
        return healths.computeIfAbsent(gate.owner(), member -> new MemberHealth(member, grid.clock()));
    }

    /** While the cluster answers, what was admitted without it is charged, wherever the counters are by now. */
    private void answered(MemberHealth health) {
        boolean ended = health.answered();
        if (!debtors.isEmpty() && (ended || sweepIsDue())) {
            background.execute(() -> {
                for (Gate debtor : debtors) {
                    if (health(debtor).answers()) {
                        debtor.start();
                    }
                }
            });
        }
    }

    private boolean sweepIsDue() {
        long due = nextSweepMillis.get();
        long now = grid.clock().millis();
        return now >= due && nextSweepMillis.compareAndSet(due, now + SWEEP_MILLIS);
    }

    private Answer fallback(State before, Policy policy, String key, Change change) {
        return switch (policy.fallback()) {
            case OPEN -> new Answer.Uncounted(true);
            case CLOSED -> new Answer.Uncounted(false);
            case LOCAL -> new Answer.Counted(local.applyFrom(before, policy, key, share(policy, change)), Source.LOCAL);
        };
    }

    /** How many permits the fallback counted; what {@code open} lets through is not counted, and not charged later. */
    private static long admitted(Change change, Answer answer) {
        if (answer instanceof Answer.Counted counted) {
            if (change instanceof Change.Refund refund) {
                return -refund.permits();
            }
            return counted.verdict().allowed() && change instanceof Change.Acquire acquire ? acquire.permits() : 0;
        }
        return 0;
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
