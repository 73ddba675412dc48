package dev.weir.store.memory;

import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Outcome;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All changes that one swap makes to a state, in this order: a lease ends, the key is reset, a debt is charged, changes
 * are decided, a new lease is taken. Not safe for use by several threads at once.
 */
public final class BatchUpdate {

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

    /** Nothing has happened to {@code base} yet, at {@code nowMillis}. */
    public BatchUpdate(Policy policy, State base, long nowMillis) {
        this.policy = policy;
        this.base = base;
        this.state = base;
        this.nowMillis = nowMillis;
    }

    /** A lease ends. */
    public void end(Lease.Ended ended) {
        State before = state;
        state = policy.endLease(before, ended.granted(), ended.unused(), ended.lastMillis(), nowMillis);
        charged -= gotBack(before, ended.unused());
        used += ended.granted() - ended.unused();
    }

    /** Forgets the key. */
    public void reset() {
        state = state.reset(nowMillis);
        charged = 0;
    }

    /** Charges {@code debt}. */
    public void settle(Debt debt) {
        if (!debt.isNone()) {
            state = policy.settle(state, debt.permits(), debt.block(), nowMillis);
            charged += debt.permits();
        }
    }

    /**
     * Decides {@code change}.
     *
     * @param refusals the source of a refusal that is remembered
     */
    public void apply(Change change, Source refusals) {
        State before = state;
        Outcome outcome = change.apply(policy, before, nowMillis);
        state = outcome.state();
        Verdict verdict = outcome.verdict();
        verdicts.add(verdict);
        if (change instanceof Change.Acquire && verdict.allowed()) {
            taken(change.permits());
        }
        if (!(change instanceof Change.Query)) {
            charged -= change instanceof Change.Refund ? gotBack(before, change.permits()) : 0;
            denial = Optional.empty();
        } else if (!verdict.allowed()) {
            denial = Optional.of(new Denial(change.permits(), nowMillis, verdict, refusals));
        }
    }

    /** How many of the {@code permits} returned the counters still counted. */
    private long gotBack(State before, long permits) {
        return Math.min(permits, policy.gotBack(before, state, nowMillis));
    }

    private void taken(long permits) {
        admits = true;
        charged += permits;
        used += permits;
    }

    /** Takes {@code permits} for later, 0 for none. */
    public void lend(long permits, Source source) {
        if (permits > 0) {
            Outcome lent = policy.lend(state, permits, nowMillis);
            state = lent.state();
            charged += permits;
            lease = Optional.of(new Lease(permits, nowMillis, lent.verdict(), source));
        }
    }

    /** The state to store if this {@link #isChange}. */
    public State state() {
        return state;
    }

    /** Whether there is anything to store. */
    public boolean isChange() {
        return state.version() != base.version();
    }

    /** Whether a request was admitted: only then is there a use for a lease. */
    public boolean admits() {
        return admits;
    }

    /** What was decided about each change, in their order. */
    public List<Verdict> verdicts() {
        return verdicts;
    }

    /**
     * What this instance can decide by itself from now on: by the new lease, or by the last refusal since a permit came
     * back.
     */
    public LocalDecision decision() {
        return lease.<LocalDecision>map(taken -> taken).or(() -> denial).orElse(NoDecision.NONE);
    }

    /** Whether a new lease was taken. */
    public boolean lends() {
        return lease.isPresent();
    }

    /** How many permits more than before the counters have in use; below 0 for fewer. */
    public long charged() {
        return charged;
    }

    /** Permits that requests took, with those that they took from the lease that ended. */
    public long used() {
        return used;
    }

    /** The time of all this. */
    public long nowMillis() {
        return nowMillis;
    }
}
