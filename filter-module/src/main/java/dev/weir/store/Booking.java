package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Outcome;
import dev.weir.core.Policy;
import dev.weir.core.Source;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that happens to one state in one swap, in this order: a lease ends, the key is forgotten, a debt is charged, requests
 * are decided, a new lease is taken. Not safe for use by several threads at once.
 */
final class Booking {

    private final Policy policy;
    private final State base;
    private final long nowMillis;
    private final List<Verdict> verdicts = new ArrayList<>(1);

    private State state;
    private long charged;
    private long used;
    private boolean admits;
    private Optional<Denial> denial = Optional.empty();
    private Optional<Lease> lease = Optional.empty();

    Booking(Policy policy, State base, long nowMillis) {
        this.policy = policy;
        this.base = base;
        this.state = base;
        this.nowMillis = nowMillis;
    }

    void end(Lease.Ended ended) {
        State before = state;
        state = policy.endLease(before, ended.granted(), ended.unused(), ended.lastMillis(), nowMillis);
        charged -= gotBack(before, ended.unused());
        used += ended.granted() - ended.unused();
    }

    /** Forgets the key. */
    void reset() {
        state = state.reset(nowMillis);
        charged = 0;
    }

    void settle(Debt debt) {
        if (!debt.isNone()) {
            state = policy.settle(state, debt.permits(), debt.blockedUntil(), nowMillis);
            charged += debt.permits();
        }
    }

    /** @param refusals where refusals come from, if they are remembered */
    void apply(Change change, Source refusals) {
        State before = state;
        Outcome outcome = change.apply(policy, before, nowMillis);
        state = outcome.state();
        Verdict verdict = outcome.verdict();
        verdicts.add(verdict);
        if (change instanceof Change.Acquire acquire) {
            taken(verdict.allowed() ? acquire.permits() : 0);
            remember(acquire.permits(), verdict, refusals);
        } else if (change instanceof Change.Peek peek) {
            remember(peek.permits(), verdict, refusals);
        } else {
            charged -= change instanceof Change.Refund refund ? gotBack(before, refund.permits()) : 0;
            denial = Optional.empty();
        }
    }

    /** Of {@code permits} that were given back, those that the counters took: what no longer counts is not theirs to have. */
    private long gotBack(State before, long permits) {
        return Math.min(permits, policy.gotBack(before, state, nowMillis));
    }

    private void taken(long permits) {
        admits |= permits > 0;
        charged += permits;
        used += permits;
    }

    private void remember(long permits, Verdict verdict, Source refusals) {
        if (!verdict.allowed()) {
            denial = Optional.of(new Denial(permits, nowMillis, verdict, refusals));
        }
    }

    /** Takes {@code permits} for later, 0 for none. */
    void lend(long permits, Source source) {
        if (permits > 0) {
            Outcome lent = policy.lend(state, permits, nowMillis);
            state = lent.state();
            charged += permits;
            lease = Optional.of(new Lease(permits, nowMillis, lent.verdict(), source));
        }
    }

    /** What is to be stored, if this {@link #isChange}. */
    State state() {
        return state;
    }

    boolean isChange() {
        return state.version() != base.version();
    }

    /** Whether somebody was admitted: only then is there a use for a lease. */
    boolean admits() {
        return admits;
    }

    /** Of each change, in their order. */
    List<Verdict> verdicts() {
        return verdicts;
    }

    /** The last refusal, unless something was given back after it. */
    Optional<Denial> denial() {
        return denial;
    }

    Optional<Lease> lease() {
        return lease;
    }

    /** Permits that the counters have more than before. */
    long charged() {
        return charged;
    }

    /** Permits that requests took, with those that they took from the lease that ended. */
    long used() {
        return used;
    }

    long nowMillis() {
        return nowMillis;
    }
}
