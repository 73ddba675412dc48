package dev.weir.store.cluster;

import dev.weir.core.Change;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.gate.Gate;
import dev.weir.store.gate.PendingChange;
import dev.weir.store.gate.PendingSettlements;
import dev.weir.store.grid.Grid;
import dev.weir.store.slot.Circuits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Settles with the grid: charges debts and returns leases, at members whose circuit is closed. Safe for use by many
 * threads.
 */
final class Settlement implements Circuits, AutoCloseable {

    /** The most counters that one run settles: after a long outage there can be more than the grid handles at once. */
    private static final int MOST_AT_ONCE = 10_000;
    /** How long the end of the application waits for the settlement. */
    private static final long LAST_FLUSH_MILLIS = 1_000;

    private final Grid grid;
    private final PendingSettlements pending;
    private final long timeoutMillis;
    private final Background background;
    private final OncePerMinuteLog problems;
    private final Map<Object, MemberCircuitBreaker> breakers = new ConcurrentHashMap<>();
    /** When a key was last counted on this instance because the grid was full. */
    private volatile long countedHereMillis = Long.MIN_VALUE;

    private final LongAdder settlements = new LongAdder();

    /**
     * Settles for all of {@code pending}.
     *
     * @param timeoutMillis a later answer counts as none
     * @param background runs tasks that no request waits for
     */
    Settlement(
            Grid grid,
            PendingSettlements pending,
            long timeoutMillis,
            Background background,
            OncePerMinuteLog problems) {
        this.grid = grid;
        this.pending = pending;
        this.timeoutMillis = timeoutMillis;
        this.background = background;
        this.problems = problems;
    }

    /** The circuit to the member that has the counter of {@code gate}. */
    MemberCircuitBreaker breaker(Gate gate) {
        return breaker(gate.owner());
    }

    /** The circuit to a member. */
    MemberCircuitBreaker breaker(Object owner) {
        MemberCircuitBreaker known = breakers.get(owner);
        return known != null
                ? known
                : breakers.computeIfAbsent(
                        owner, member -> new MemberCircuitBreaker(member, timeoutMillis, grid.clock()));
    }

    /** Which way {@code change} goes, to the grid if the member that has the counter is likely to answer in time. */
    Attempt.Route route(Gate gate, Change change, MemberCircuitBreaker breaker) {
        if (change instanceof Change.Refund && gate.fallback().owesAtLeast(change.permits())) {
            return Attempt.Route.FALLBACK;
        }
        if (change instanceof Change.Refund refund && wasCountedHere(refund)) {
            return Attempt.Route.THIS_INSTANCE;
        }
        if (gate.isOverdue() || !breaker.isClosed()) {
            if (change instanceof Change.Reset) {
                // remains pending until the grid has made it
                PendingChange unused = gate.changes().submit(change);
            }
            probe(gate, breaker);
            // of a refund, what no debt covers is a credit; what is settled is a debt
            boolean remains = change instanceof Change.Correction && !(change instanceof Change.Settle);
            return remains ? Attempt.Route.LATER : Attempt.Route.FALLBACK;
        }
        return grid.isFull() && gate.isUnknown() ? Attempt.Route.FULL_GRID : Attempt.Route.GRID;
    }

    /** A key was counted on this instance because the grid was full. */
    void countedHere() {
        countedHereMillis = grid.clock().millis();
    }

    /**
     * Whether the grid may never have had what is refunded: it would give back permits of others. What the fallback
     * granted at that time stays charged too.
     */
    private boolean wasCountedHere(Change.Refund refund) {
        return refund.takenHere() && refund.takenMillis() <= countedHereMillis;
    }

    /** Probes the member that has the counter of {@code gate}, if it is time to. */
    void probe(Gate gate, MemberCircuitBreaker breaker) {
        probe(breaker, () -> gate.changes().refresh().verdict());
    }

    /** Probes a member by {@code question}, if it is time to. */
    void probe(MemberCircuitBreaker breaker, Supplier<CompletionStage<?>> question) {
        long since = grid.clock().millis();
        if (breaker.tryProbe(since)) {
            var unused = question.get().whenComplete((answer, failure) -> {
                if (breaker.onProbe(since, failure == null)) {
                    settleSoon();
                }
            });
        }
    }

    /** The member answered in time. */
    void succeeded(MemberCircuitBreaker breaker) {
        if (breaker.recordSuccess()) {
            settleSoon();
        }
    }

    private void settleSoon() {
        if (!pending.all().isEmpty()) {
            try {
                background.after(0, this::settle);
            } catch (RejectedExecutionException e) {
                // the store is closing, which settles too
                problems.warn("counters are not settled at once", e);
            }
        }
    }

    @Override
    public boolean isClosed(Object member) {
        return breaker(member).isClosed();
    }

    @Override
    public void succeeded(Object member) {
        succeeded(breaker(member));
    }

    @Override
    public void failed(Object member) {
        breaker(member).recordFailure();
    }

    @Override
    public void probe(Object member, Supplier<CompletionStage<?>> question) {
        probe(breaker(member), question);
    }

    /** Starts the operations of all gates that are due, at members whose circuit is closed. */
    void settle() {
        long now = grid.clock().millis();
        boolean full = grid.isFull();
        int begun = 0;
        for (Gate gate : pending.all()) {
            if (begun >= MOST_AT_ONCE) {
                return;
            }
            try {
                begun += begins(gate, full, now) ? 1 : 0;
            } catch (RuntimeException | Error e) {
                // go on with the others
                problems.warn("a counter is not settled with the cluster", e);
            }
        }
    }

    private boolean begins(Gate gate, boolean full, long now) {
        if (!gate.settlement().isDue(now) || (full && gate.isUnknown())) {
            return false;
        }
        MemberCircuitBreaker breaker = breaker(gate);
        if (breaker.isClosed()) {
            gate.settlement().begin();
            settlements.increment();
            return true;
        }
        probe(gate, breaker);
        return false;
    }

    /** How many members do not answer. */
    int silent() {
        long now = grid.clock().millis();
        return (int)
                breakers.values().stream().filter(each -> each.isSilent(now)).count();
    }

    /** How many counters were settled so far. */
    long settlements() {
        return settlements.sum();
    }

    /** The permits that all counters owe. */
    long owed() {
        return pending.all().stream()
                .mapToLong(gate -> gate.settlement().owedPermits())
                .sum();
    }

    /** Discards circuits that are healthy. */
    void sweep() {
        breakers.values().removeIf(MemberCircuitBreaker::isHealthy);
    }

    /**
     * Charges debts and returns leases, as far as the cluster answers within a second. Waits in this thread: a future
     * with a timeout would start a thread that lives as long as the virtual machine and keeps the application's class
     * loader.
     */
    @Override
    public void close() {
        List<CompletableFuture<?>> last = new ArrayList<>();
        for (Gate gate : pending.all()) {
            if (gate.settlement().isUnsettled()) {
                last.add(gate.settlement().flush());
            }
        }
        try {
            var unused = CompletableFuture.allOf(last.toArray(new CompletableFuture<?>[0]))
                    .get(LAST_FLUSH_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            problems.warn("not all counters are settled with the cluster at the end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
