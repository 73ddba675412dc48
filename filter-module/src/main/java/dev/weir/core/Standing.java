package dev.weir.core;

import dev.weir.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The standing of a state under a policy at one time: the counter of each limit, in the policy's order, and behind them
 * those of windows that only other tiers of the policy have. Immutable.
 */
final class Standing {

    private final Policy policy;
    private final List<Limit> limits;
    /** How many of the limits, from the first on, decide. */
    private final int deciding;

    private final State state;
    private final List<Counter> counters;
    private final long nowMillis;
    /** The time by which the caller's clock is behind {@link #nowMillis}: the caller has to wait that much longer. */
    private final long lagMillis;

    private Standing(
            Policy policy, List<Limit> limits, State state, List<Counter> counters, long nowMillis, long lagMillis) {
        this.policy = policy;
        this.limits = limits;
        this.deciding = policy.limits().size();
        this.state = state;
        this.counters = counters;
        this.nowMillis = nowMillis;
        this.lagMillis = lagMillis;
    }

    /**
     * The standing at {@code nowMillis}, or at the last change of {@code state} if that is later: time never decreases.
     */
    static Standing at(Policy policy, State state, long nowMillis) {
        long now = Math.max(nowMillis, state.mark());
        State present = policy.block().hasForgiven(state, now) ? forgiven(policy, state, now) : state;
        List<Limit> limits = policy.counted();
        List<Counter> counters = present.countersOf(limits, policy, now);
        return new Standing(policy, limits, present, counters, now, now - nowMillis);
    }

    /**
     * {@code state} with empty counters. A lease that can still be used goes on counting, because it is used from now
     * on; any other is no longer recorded, so that it cannot be returned into counters that do not count it.
     */
    private static State forgiven(Policy policy, State state, long now) {
        List<OutstandingLease> usable = state.leases().stream()
                .filter(lease -> lease.lastMillis() >= now)
                .toList();
        List<Limit> limits = policy.counted();
        List<Counter> counters = new ArrayList<>(limits.size());
        for (Limit limit : limits) {
            Counter counter = policy.algorithmOf(limit).unused(limit);
            for (OutstandingLease lease : usable) {
                counter = counter.lend(limit, policy.cost(limit, lease.permits()), now, lease.lastMillis());
            }
            counters.add(counter);
        }
        return new State(state.version(), state.mark(), state.block(), counters, usable);
    }

    /**
     * The limits by which a policy counts: {@code own} first, in their order, then the largest limit of each window
     * that only {@code others} have. All tiers of a policy count every window, so that a key which changes its tier, or
     * has callers on several, has forgotten nothing.
     */
    static List<Limit> countedBy(List<Limit> own, List<Limit> others) {
        if (others.isEmpty()) {
            return own;
        }
        List<Limit> counted = new ArrayList<>(own);
        for (Limit other : others) {
            int place = placeOf(other, counted);
            if (place < 0) {
                counted.add(other);
            } else if (place >= own.size() && other.burst() > counted.get(place).burst()) {
                counted.set(place, other);
            }
        }
        return counted;
    }

    private static int placeOf(Limit other, List<Limit> limits) {
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            if (limit.windowMillis() == other.windowMillis() && limit.calendar().equals(other.calendar())) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The most permits that one charge books in the counter of {@code limit}: as many as calls of any tier can use at
     * once. A bucket, which takes longer to drain the more is booked, has no more than its own.
     */
    static long largestUse(Limit limit, Policy policy) {
        long largest = limit.burst();
        if (!policy.algorithmOf(limit).refillsContinuously()) {
            for (Limit other : policy.others()) {
                largest = Math.max(largest, other.burst());
            }
        }
        return largest;
    }

    /** The same counters in {@code blocked}, which differs from this state in its block alone. */
    Standing under(State blocked) {
        return new Standing(policy, limits, blocked, counters, nowMillis, lagMillis);
    }

    /** A change of one counter. */
    interface Step {
        Counter apply(Counter counter, Limit limit, long nowMillis);
    }

    /** A number that is computed from one counter. */
    interface Reading {
        long of(Counter counter, Limit limit, long nowMillis);
    }

    long nowMillis() {
        return nowMillis;
    }

    /** The state after {@code step} was applied to each counter. */
    State next(Block block, Step step) {
        return next(block, step, leases());
    }

    State next(Block block, Step step, List<OutstandingLease> leases) {
        List<Counter> changed = new ArrayList<>(counters.size());
        for (int i = 0; i < counters.size(); i++) {
            changed.add(step.apply(counters.get(i), limits.get(i), nowMillis));
        }
        return state.next(nowMillis, policy.block().remembered(block, nowMillis), changed, leases);
    }

    /** The state after {@code number} more refusals, which can begin a block; this one if they do not count. */
    State refused(long number) {
        Block block = policy.block().refused(state.block(), number, nowMillis);
        return block.equals(state.block()) ? state : next(block, (counter, limit, now) -> counter);
    }

    /** The leases that can still be returned. */
    List<OutstandingLease> leases() {
        List<OutstandingLease> all = state.leases();
        return all.isEmpty() ? all : returnable(all);
    }

    private List<OutstandingLease> returnable(List<OutstandingLease> all) {
        long ended = nowMillis - Lending.millisToReturn(policy);
        return all.stream().filter(lease -> lease.lastMillis() >= ended).toList();
    }

    /** How many instances other than {@code holder} have such leases. */
    int otherHolders(int holder) {
        return (int) leases().stream()
                .mapToInt(OutstandingLease::holder)
                .filter(other -> other != holder)
                .distinct()
                .count();
    }

    /** The smallest of all readings of limits that decide; {@link Long#MAX_VALUE} without any. */
    long least(Reading reading) {
        return least(reading, deciding);
    }

    /** The smallest of all readings. */
    long leastOfCounted(Reading reading) {
        return least(reading, counters.size());
    }

    private long least(Reading reading, int first) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < first; i++) {
            least = Math.min(least, reading.of(counters.get(i), limits.get(i), nowMillis));
        }
        return least;
    }

    /** The largest of all readings, at least 0. */
    long most(Reading reading) {
        long most = 0;
        for (int i = 0; i < counters.size(); i++) {
            most = Math.max(most, reading.of(counters.get(i), limits.get(i), nowMillis));
        }
        return most;
    }

    /**
     * Whether this leaves fewer permits than {@code other}; if both leave as many, whether this takes longer to
     * recover: a bucket has parts of permits, which {@link #least} rounds, and what was used later comes back later.
     */
    boolean isStricterThan(Standing other) {
        long left = left();
        long leftOfOther = other.left();
        return left == leftOfOther ? recoveryMillis() > other.recoveryMillis() : left < leftOfOther;
    }

    /** Permits left of the limit that has the fewest; below 0 if more were charged than the limit has. */
    long left() {
        return least((counter, limit, now) -> limit.burst() - counter.used(limit, now));
    }

    /** Milliseconds until no counter has anything in use. */
    long recoveryMillis() {
        return most((counter, limit, now) -> counter.millisUntilUsed(limit, 0, now));
    }

    /** The fewest permits that one limit has more in use here than in {@code other}, at least 0. */
    long leastMoreUsedThan(Standing other) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < counters.size(); i++) {
            least = Math.min(least, Math.max(0, used(i) - other.used(i)));
        }
        return least;
    }

    private long used(int i) {
        return counters.get(i).used(limits.get(i), nowMillis);
    }

    /** The verdict on an acquire of {@code permits}. */
    Verdict assess(long permits) {
        boolean possible = true;
        long blocked = state.block().leftMillis(nowMillis);
        // when a block that forgives has ended, nothing is in use
        boolean forgives = blocked > 0 && policy.block().forgives();
        long wait = blocked;
        for (int i = 0; i < deciding; i++) {
            Limit limit = limits.get(i);
            long cost = policy.cost(limit, permits);
            possible &= cost <= limit.burst();
            if (possible && !forgives) {
                wait = Math.max(wait, counters.get(i).millisUntilFree(limit, limit.burst() - cost, nowMillis));
            }
        }
        boolean allowed = possible && wait == 0;
        OptionalLong retryAfter = possible ? OptionalLong.of(wait == 0 ? 0 : wait + lagMillis) : OptionalLong.empty();
        List<Quota> quotas = quotas();
        if (blocked > 0) {
            quotas.replaceAll(quota -> quota.blocked(blocked, forgives));
        }
        long left = blocked > 0 ? blocked + lagMillis : 0;
        return new Verdict(allowed, blocked > 0, false, nowMillis, retryAfter, left, quotas);
    }

    /** The quota of the key under each limit that decides. */
    List<Quota> quotas() {
        List<Quota> quotas = new ArrayList<>(deciding);
        for (int i = 0; i < deciding; i++) {
            quotas.add(Quota.of(limits.get(i), counters.get(i), nowMillis).shared(policy.sharers()));
        }
        return quotas;
    }
}
