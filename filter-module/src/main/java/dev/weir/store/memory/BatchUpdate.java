package dev.weir.store.memory;

import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Lending;
import dev.weir.core.Outcome;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All changes that one swap makes to a state, in this order: a lease ends, the key is reset, a debt is charged,
 * refusals are counted, changes are decided, a new lease is taken. Not safe for use by several threads at once.
 */
public final class BatchUpdate {

    private final Policy policy;
    private final State base;
    private final int holder;
    private final long nowMillis;
    private final List<Verdict> verdicts = new ArrayList<>(1);
    /** The changes that are not decided yet, by their place among the verdicts. */
    private final BitSet deferred = new BitSet();

    private State state;
    private long charged;
    private long used;
    private long taken;
    private boolean releases;
    private Optional<Denial> denial = Optional.empty();
    private Optional<Lease> lease = Optional.empty();

    /**
     * Nothing has happened to {@code base} yet, at {@code nowMillis}.
     *
     * @param holder this instance, as states record it with leases
     */
    public BatchUpdate(Policy policy, State base, int holder, long nowMillis) {
        this.policy = policy;
        this.base = base;
        this.state = base;
        this.holder = holder;
        this.nowMillis = nowMillis;
    }

    /** A lease ends. */
    public void end(Lease.Ended ended) {
        State before = state;
        state = Lending.endLease(policy, before, ended.lease(), ended.unused(), nowMillis);
        charged -= gotBack(before, ended.unused());
        used += ended.used();
    }

    /** Forgets the key. */
    public void reset() {
        state = state.reset(nowMillis);
        releases = true;
        charged = 0;
    }

    /** Charges {@code debt}. */
    public void settle(Debt debt) {
        if (!debt.isNone()) {
            state = policy.settle(state, debt.permits(), debt.block(), nowMillis);
            charged += debt.permits();
        }
    }

    /** Counts {@code number} refusals that were made from memory. */
    public void refuse(long number) {
        state = policy.refused(state, number, nowMillis);
    }

    /** Decides {@code change} by the policy of this update. */
    void apply(Change change, Source refusals) {
        apply(policy, change, refusals);
    }

    /**
     * Decides {@code change}.
     *
     * @param tier by whose limits: of the same name as the policy of this update
     * @param refusals the source of a refusal that is remembered
     */
    public void apply(Policy tier, Change change, Source refusals) {
        State before = state;
        Outcome outcome = change.apply(tier, before, nowMillis);
        state = outcome.state();
        Verdict verdict = outcome.verdict();
        verdicts.add(verdict);
        if (change instanceof Change.Acquire && verdict.allowed()) {
            take(change.permits());
        } else if (change instanceof Change.Hold && verdict.allowed()) {
            // no use for a lease: what is held has a time of its own
            charged += change.permits();
            used += change.permits();
        }
        if (!(change instanceof Change.Query)) {
            correct(change, before);
            denial = Optional.empty();
            releases |= releases(tier, change, before);
        } else if (!verdict.allowed()) {
            boolean isFinal = otherHolders() == 0;
            long blockedUntil = state.block().untilMillis();
            denial = Optional.of(
                    new Denial(tier, change.permits(), nowMillis, verdict, blockedUntil, refusals, isFinal));
        }
    }

    private void correct(Change change, State before) {
        if (change instanceof Change.Refund) {
            charged -= gotBack(before, change.permits());
        } else if (change instanceof Change.Settle) {
            charged += change.permits();
            used += change.permits();
        } else if (change instanceof Change.EndHold end) {
            // what a counter no longer had is charged now
            charged += Lending.gotBack(policy, state, before, nowMillis) - gotBack(before, end.unused());
            used += end.more();
        }
    }

    private boolean releases(Policy tier, Change change, State before) {
        if (change instanceof Change.Unblock) {
            return before.block().isActive(nowMillis);
        }
        if (change instanceof Change.EndHold) {
            return isSooner(tier, before);
        }
        return !(change instanceof Change.Settle) && tier.left(before, nowMillis) < change.permits();
    }

    /** Whether who was refused by {@code before} is admitted sooner now than he was told. */
    private boolean isSooner(Policy tier, State before) {
        OptionalLong told = tier.peek(before, 1, nowMillis).retryAfterMillis();
        OptionalLong now = tier.peek(state, 1, nowMillis).retryAfterMillis();
        return told.isPresent() && now.isPresent() && now.getAsLong() < told.getAsLong();
    }

    /**
     * Leaves {@code change} undecided if it would be refused while other instances have leases: they may return
     * permits. Returns whether it did.
     */
    public boolean defers(Policy tier, Change change) {
        if (!(change instanceof Change.Query) || otherHolders() == 0) {
            return false;
        }
        Verdict verdict = tier.peek(state, change.permits(), nowMillis);
        boolean defers = !verdict.allowed()
                && !verdict.blocked()
                && verdict.retryAfterMillis().isPresent();
        if (defers) {
            deferred.set(verdicts.size());
            verdicts.add(verdict);
        }
        return defers;
    }

    /** How many of the {@code permits} returned the counters still counted. */
    private long gotBack(State before, long permits) {
        return Math.min(permits, Lending.gotBack(policy, before, state, nowMillis));
    }

    private void take(long permits) {
        charged += permits;
        used += permits;
        taken += permits;
    }

    /** Takes {@code permits} for later, 0 for none. */
    public void lend(long permits, Source source) {
        if (permits > 0) {
            Outcome lent = Lending.lend(policy, state, holder, permits, nowMillis);
            state = lent.state();
            charged += permits;
            lease = Optional.of(new Lease(policy, holder, permits, nowMillis, lent.verdict(), source));
        }
    }

    /** The policy by which permits are lent. */
    public Policy policy() {
        return policy;
    }

    /** The state from which this began. */
    State base() {
        return base;
    }

    /** The state to store if this {@link #isChange}. */
    public State state() {
        return state;
    }

    /** Whether there is anything to store. */
    public boolean isChange() {
        return state.version() != base.version();
    }

    /** Permits that requests took; only if there are any, there is a use for a lease. */
    public long taken() {
        return taken;
    }

    /** What was decided about each change, in their order; of a deferred one, what would be. */
    public List<Verdict> verdicts() {
        return verdicts;
    }

    /** Whether the change at {@code index} is not decided yet. */
    public boolean isDeferred(int index) {
        return deferred.get(index);
    }

    /** Whether any change is not decided yet. */
    public boolean defersAny() {
        return !deferred.isEmpty();
    }

    /** How many other instances have leases. */
    public int otherHolders() {
        return Lending.otherHolders(policy, state, holder, nowMillis);
    }

    /** Whether a block begins: others may have leases of the key that end with that. */
    public boolean beginsBlock() {
        return isBlocked() && state.block().untilMillis() > base.block().untilMillis();
    }

    /** Whether the key is blocked. */
    public boolean isBlocked() {
        return state.block().isActive(nowMillis);
    }

    /**
     * Whether others who were refused can be admitted now: the key was reset or unblocked, or got permits back when it
     * had none.
     */
    public boolean releases() {
        return releases;
    }

    /**
     * What this instance can decide by itself from now on: by the new lease, or by the last refusal since a permit came
     * back.
     */
    public LocalDecision decision() {
        return lease.<LocalDecision>map(taken -> taken).or(() -> denial).orElse(NoDecision.NONE);
    }

    /** The new lease, if one was taken. */
    public Optional<Lease> lease() {
        return lease;
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
