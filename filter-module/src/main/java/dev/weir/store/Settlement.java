package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.log.RareLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Settles with the grid: charges what was admitted without it and gives back leases, as far as its members answer. Safe for use
 * by many threads.
 */
final class Settlement implements AutoCloseable {

    /** How many counters are settled in one go: after a long silence there can be more than the grid takes at once. */
    private static final int MOST_AT_ONCE = 10_000;
    /** How long the end of the application waits until what is owed is paid. */
    private static final long FAREWELL_MILLIS = 1_000;

    private final Grid grid;
    private final Unsettled unsettled;
    private final long timeoutMillis;
    private final Executor background;
    private final RareLog problems;
    private final Map<Object, MemberHealth> healths = new ConcurrentHashMap<>();

    /**
     * Settles for all of {@code unsettled}.
     *
     * @param timeoutMillis an answer that takes longer is as good as none
     * @param background runs what no request shall wait for
     */
    Settlement(Grid grid, Unsettled unsettled, long timeoutMillis, Executor background, RareLog problems) {
        this.grid = grid;
        this.unsettled = unsettled;
        this.timeoutMillis = timeoutMillis;
        this.background = background;
        this.problems = problems;
    }

    /** How the member is that has the counter of {@code gate}. */
    MemberHealth health(Gate gate) {
        Object owner = gate.owner();
        MemberHealth known = healths.get(owner);
        return known != null
                ? known
                : healths.computeIfAbsent(owner, member -> new MemberHealth(member, timeoutMillis, grid.clock()));
    }

    /** Looks whether a silent member answers again, if it is time to. */
    void look(Gate gate, MemberHealth health) {
        long since = grid.clock().millis();
        if (health.lookIsDue(since)) {
            var unused = gate.submit(new Change.Peek(1)).verdict().whenComplete((verdict, failure) -> {
                if (health.looked(since, failure == null)) {
                    settleSoon();
                }
            });
        }
    }

    /** The member answered. */
    void answered(MemberHealth health) {
        if (health.answered()) {
            settleSoon();
        }
    }

    private void settleSoon() {
        if (!unsettled.all().isEmpty()) {
            try {
                background.execute(this::settle);
            } catch (RejectedExecutionException e) {
                // the store is closed, which settles too
                problems.warn("counters are not settled at once", e);
            }
        }
    }

    /** While the cluster answers, what was admitted without it is charged, wherever the counters are by now. */
    void settle() {
        long now = grid.clock().millis();
        boolean full = grid.isFull();
        int begun = 0;
        for (Gate gate : unsettled.all()) {
            if (begun >= MOST_AT_ONCE) {
                return;
            }
            try {
                begun += begins(gate, full, now) ? 1 : 0;
            } catch (RuntimeException | Error e) {
                // the others are settled all the same
                problems.warn("a counter is not settled with the cluster", e);
            }
        }
    }

    private boolean begins(Gate gate, boolean full, long now) {
        if (!gate.isDue(now) || (full && gate.isUnknown())) {
            return false;
        }
        MemberHealth health = health(gate);
        if (health.answers()) {
            gate.start();
            return true;
        }
        look(gate, health);
        return false;
    }

    /** Lets go of what says nothing of a member. */
    void sweep() {
        healths.values().removeIf(MemberHealth::isSound);
    }

    /**
     * Pays what is owed and returns what was lent, as far as the cluster answers within a second. Waits by itself: a future that
     * is completed on a timeout starts a thread that lives as long as the virtual machine, and keeps the application's classes.
     */
    @Override
    public void close() {
        List<CompletableFuture<?>> last = new ArrayList<>();
        for (Gate gate : unsettled.all()) {
            if (gate.isUnsettled()) {
                last.add(gate.settleAtOnce());
            }
        }
        try {
            var unused = CompletableFuture.allOf(last.toArray(new CompletableFuture<?>[0]))
                    .get(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            problems.warn("not all counters are settled with the cluster at the end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
