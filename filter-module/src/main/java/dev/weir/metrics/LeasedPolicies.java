package dev.weir.metrics;

import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.core.Quota;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What is known of the policies that decide at present, so that a decision from a lease needs neither a look-up in a
 * map nor a look at its quotas. A policy that is not found costs time, and no count. Safe for use by many threads:
 * places are overwritten without order, by values that are immutable.
 */
final class LeasedPolicies {

    private static final int PLACES = 64;

    private final Known[] places = new Known[PLACES];
    private final Function<String, PolicyCounters> counters;
    private final int nearHundredths;
    private final Known none;

    /**
     * One policy. Immutable.
     *
     * @param enough permits left of a lease with which no limit of the policy is near, 1 or more
     */
    record Known(Policy policy, PolicyCounters counters, long enough) {

        /** By identity: policies of one name can have other limits. */
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(Policy asked) {
            return policy == asked;
        }
    }

    /**
     * Knows no policy.
     *
     * @param counters those of a policy, by its name
     * @param nearHundredths a limit is near while more hundredths of a percent than these are in use
     */
    LeasedPolicies(Function<String, PolicyCounters> counters, int nearHundredths) {
        this.counters = counters;
        this.nearHundredths = nearHundredths;
        this.none = new Known(Policy.of("", Algorithm.FIXED_WINDOW, List.of()), new PolicyCounters(), Long.MAX_VALUE);
        forget();
    }

    /** What is known at the place of {@code policy}; it can be of another one. */
    Known at(Policy policy) {
        return places[place(policy)];
    }

    /** Remembers {@code policy}, if its place is free. */
    void learn(Policy policy) {
        if (at(policy).isOf(none.policy())) {
            long enough = 1;
            for (Limit limit : policy.limits()) {
                enough = Math.max(enough, Quota.unusedAt(limit, nearHundredths));
            }
            places[place(policy)] = new Known(policy, counters.apply(policy.name()), enough);
        }
    }

    /** Frees all places: called once a second, because policies are replaced at run time. */
    void forget() {
        Arrays.fill(places, none);
    }

    private static int place(Policy policy) {
        return policy.name().hashCode() & PLACES - 1;
    }
}
