package dev.weir.core;

import dev.weir.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The standing of a state under a policy at one time: the counter of each limit, in the policy's order. Immutable. */
final class Standing {

    private final Policy policy;
    private final List<Limit> limits;
    private final State state;
    private final List<Counter> counters;
    private final long nowMillis;
    /** The time by which the caller's clock is behind {@link #nowMillis}: the caller has to wait that much longer. */
    private final long lagMillis;

    private Standing(Policy policy, State state, List<Counter> counters, long nowMillis, long lagMillis) {
        this.policy = policy;
        this.limits = policy.limits();
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
        List<Counter> counters = present.countersOf(policy.limits(), policy.algorithm(), now);
        return new Standing(policy, present, counters, now, now - nowMillis);
    }

    /**
     * {@code state} with empty counters. A lease that can still be used goes on counting, because it is used from now
     * on; any other is no longer recorded, so that it cannot be returned into counters that do not count it.
     */
    private static State forgiven(Policy policy, State state, long now) {
        List<OutstandingLease> usable = state.leases().stream()
                .filter(lease -> lease.lastMillis() >= now)
                .toList();
        List<Counter> counters = new ArrayList<>(policy.limits().size());
        for (Limit limit : policy.limits()) {
            Counter counter = policy.algorithm().of(limit).unused(limit);
            for (OutstandingLease lease : usable) {
                counter = counter.lend(limit, policy.cost(limit, lease.permits()), now, lease.lastMillis());
            }
            counters.add(counter);
        }
        return new State(state.version(), state.mark(), state.block(), counters, usable);
    }

    /** The same counters in {@code blocked}, which differs from this state in its block alone. */
    Standing under(State blocked) {
        return new Standing(policy, blocked, counters, nowMillis, lagMillis);
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
        long ended = nowMillis - policy.millisToReturn();
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

    /** The smallest of all readings; {@link Long#MAX_VALUE} without limits. */
    long least(Reading reading) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < counters.size(); i++) {
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
        for (int i = 0; i < counters.size(); i++) {
            Limit limit = limits.get(i);
            long cost = policy.cost(limit, permits);
            possible &= cost <= limit.burst();
            if (possible && !forgives) {
                wait = Math.max(wait, counters.get(i).millisUntilUsed(limit, limit.burst() - cost, nowMillis));
            }
        }
        boolean allowed = possible && wait == 0;
        OptionalLong retryAfter = possible ? OptionalLong.of(wait == 0 ? 0 : wait + lagMillis) : OptionalLong.empty();
        List<Quota> quotas = quotas();
        if (blocked > 0) {
            quotas.replaceAll(quota -> quota.blocked(blocked, forgives));
        }
        return new Verdict(allowed, blocked > 0, nowMillis, retryAfter, quotas);
    }

    /** The quota of the key under each limit. */
    List<Quota> quotas() {
        List<Quota> quotas = new ArrayList<>(counters.size());
        for (int i = 0; i < counters.size(); i++) {
            quotas.add(Quota.of(limits.get(i), counters.get(i), nowMillis).shared(policy.sharers()));
        }
        return quotas;
    }
}
