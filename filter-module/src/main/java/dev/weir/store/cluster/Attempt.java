package dev.weir.store.cluster;

import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import dev.weir.store.StoreResult;
import dev.weir.store.gate.Gate;
import dev.weir.store.gate.PendingChange;
import dev.weir.store.memory.Debt;
import dev.weir.store.memory.Denial;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One change from its submission until the cluster or the fallback has decided it. */
public final class Attempt {

    /** Of a change that the grid does not decide; made once, because an exception costs more than a decision. */
    private static final CompletableFuture<Verdict> UNDECIDED =
            CompletableFuture.failedFuture(new IllegalStateException("the cluster is not asked"));

    private final Gate gate;
    private final Policy policy;
    private final Change change;
    private final Route route;
    private final MemberCircuitBreaker breaker;
    private final Settlement settlement;
    private final LocalFallback fallback;
    private final InstantSource clock;
    /** The state that the fallback starts from: a later one may contain this change, which would then count twice. */
    private final State before;

    private final CompletableFuture<Verdict> verdict;
    /** The last change that was submitted; guarded by this object. */
    private Optional<PendingChange> pending;
    /** Guarded by this object. */
    private boolean ended;
    /** The grid is full and does not hold the key. */
    private volatile boolean absent;

    /** Which way a change goes. */
    enum Route {
        /** To the grid. */
        GRID,
        /** The fallback decides at once. */
        FALLBACK,
        /** The fallback decides at once, and the change remains to be made in the grid. */
        LATER,
        /** The grid is full: a key that it does not hold is counted on this instance. */
        FULL_GRID,
        /** Of what was counted on this instance because the grid was full. */
        THIS_INSTANCE
    }

    /**
     * @param policy by whose limits the change is decided
     * @param before the state that the fallback starts from, read before anything is submitted
     */
    Attempt(
            Gate gate,
            Policy policy,
            State before,
            Change change,
            Route route,
            MemberCircuitBreaker breaker,
            Settlement settlement,
            LocalFallback fallback,
            InstantSource clock) {
        this.gate = gate;
        this.policy = policy;
        this.change = change;
        this.route = route;
        this.breaker = breaker;
        this.settlement = settlement;
        this.fallback = fallback;
        this.clock = clock;
        this.before = before;
        boolean submits = route == Route.GRID || route == Route.LATER;
        this.pending = submits ? Optional.of(gate.changes().submit(policy, change)) : Optional.empty();
        this.verdict = switch (route) {
            case GRID -> pending.orElseThrow().verdict();
            case FALLBACK, LATER, THIS_INSTANCE -> UNDECIDED;
            case FULL_GRID -> gate.changes().refresh().verdict().thenCompose(this::countWhereFound);
        };
    }

    private synchronized CompletableFuture<Verdict> countWhereFound(Verdict found) {
        absent = gate.isUnknown();
        if (absent || ended) {
            return UNDECIDED;
        }
        PendingChange counted = gate.changes().submit(policy, change);
        pending = Optional.of(counted);
        return counted.verdict();
    }

    /** Prevents further submissions. Returns the last change that was submitted. */
    private synchronized Optional<PendingChange> endAsking() {
        ended = true;
        return pending;
    }

    /** Completes when the cluster has answered; exceptionally if it failed, or if nothing was submitted. */
    public CompletableFuture<Verdict> verdict() {
        return verdict;
    }

    /**
     * Ends the waiting.
     *
     * @param answer the verdict of the cluster; empty if it failed or did not arrive in time
     * @param waited whether the request had time left to wait
     */
    public StoreResult end(Optional<Verdict> answer, boolean waited) {
        Optional<PendingChange> asked = endAsking();
        if (answer.isPresent()) {
            settlement.succeeded(breaker);
            fallback.endFor(gate);
            return new StoreResult.Decided(answer.get(), Source.CLUSTER);
        }
        if (route == Route.THIS_INSTANCE) {
            return fallback.count(gate, policy, change);
        }
        if (absent) {
            settlement.succeeded(breaker);
            StoreResult counted = fallback.count(gate, policy, change);
            settlement.countedHere();
            gate.rememberOwn(Denial.of(policy, change, counted, clock.millis()));
            return counted;
        }
        if (asked.isPresent() && gate.isRecalling()) {
            Verdict refusal = policy.peek(gate.lastSeen(), change.permits(), clock.millis());
            if (!refusal.allowed()) {
                // the grid has answered; no other instance has returned a lease in time
                gate.fallback().abandon(asked.get(), false, Debt.NONE);
                return new StoreResult.Decided(refusal, Source.CLUSTER);
            }
        }
        boolean inVain = waited && verdict != UNDECIDED;
        if (inVain) {
            breaker.recordFailure();
        }
        FallbackResult decided = fallback.decide(gate, policy, before, change, !breaker.isClosed());
        if (asked.isPresent()) {
            gate.fallback().abandon(asked.get(), inVain, decided.owed());
        } else if (route == Route.FALLBACK) {
            gate.fallback().owe(decided.owed());
            if (decided.refunded() > 0) {
                gate.fallback().refund(decided.refunded());
            }
        }
        return decided.result();
    }
}
