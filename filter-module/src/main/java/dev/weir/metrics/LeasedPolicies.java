package dev.weir.metrics;

import dev.weir.Limit;
import dev.weir.Source;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.core.Quota;
import dev.weir.engine.PolicyDecision;
import dev.weir.engine.PolicyListener;
import dev.weir.store.StoreResult;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The policies by which threads decide from leases at present, so that such a decision needs neither a look-up in a map
 * nor a look at its quotas. A policy that is not found costs time, and no count. Safe for use by many threads: places
 * are overwritten without order, by values that are immutable.
 */
final class LeasedPolicies {

    /** Places of policies for each place of a thread. */
    private static final int POLICIES = 8;

    private final Known[] places = new Known[ThreadCounts.PLACES * POLICIES];
    private final int nearHundredths;
    private final Consumer<PolicyDecision> inDetail;
    private final Known unknown;

    /**
     * One policy, by which one thread decides from leases. Immutable. It is found before the decision is made: after
     * the compare-and-swap of the lease, the processor would wait for each step of that.
     */
    private static final class Known implements PolicyListener {

        private final Policy policy;
        private final @Nullable Thread thread;
        private final Source source;
        private final long[] row;
        private final int kind;
        private final long enough;
        private final SampledDecisions sampled;
        private final Consumer<PolicyDecision> inDetail;

        /**
         * @param source from where the leases are
         * @param row the numbers of this thread for the policy; see {@link ThreadCounts}
         * @param enough permits left of a lease with which no limit of the policy is near, 1 or more
         * @param sampled is told of the decisions too
         * @param inDetail looks at what is not from a lease, or near a limit
         */
        @SuppressWarnings("EnumOrdinal")
        Known(
                Policy policy,
                @Nullable Thread thread,
                Source source,
                long[] row,
                long enough,
                SampledDecisions sampled,
                Consumer<PolicyDecision> inDetail) {
            this.policy = policy;
            this.thread = thread;
            this.source = source;
            this.row = row;
            this.kind = source.ordinal();
            this.enough = enough;
            this.sampled = sampled;
            this.inDetail = inDetail;
        }

        /** By identity: policies of one name can have other limits. */
        @SuppressWarnings("ReferenceEquality")
        private boolean isOf(Policy asked) {
            return policy == asked;
        }

        @Override
        public void decided(PolicyDecision decision) {
            // leases only admit: what leaves permits of one has taken others, unless it was a look
            if (decision.acquired()
                    && decision.answer() instanceof StoreResult.Decided answer
                    && answer.unspent() >= enough
                    && answer.source() == source) {
                ThreadCounts.increment(row, kind);
                if (sampled != SampledDecisions.NONE) {
                    sampled.decided(decision, ThreadCounts.draw(row));
                }
            } else {
                inDetail.accept(decision);
            }
        }
    }

    /**
     * Knows no policy.
     *
     * @param nearHundredths a limit is near while more hundredths of a percent than these are in use
     * @param inDetail looks at the decisions that are not from a lease of a known policy, or near a limit
     */
    LeasedPolicies(int nearHundredths, Consumer<PolicyDecision> inDetail) {
        this.nearHundredths = nearHundredths;
        this.inDetail = inDetail;
        Policy none = Policy.of("", Algorithm.FIXED_WINDOW, List.of());
        this.unknown =
                new Known(none, null, Source.LEASE, ThreadCounts.NONE, Long.MAX_VALUE, SampledDecisions.NONE, inDetail);
        forget();
    }

    /** What to tell of the decision that the current thread is about to make by {@code policy}. */
    PolicyListener of(Policy policy) {
        Thread self = Thread.currentThread();
        Known known = places[place(policy, self)];
        return known.isOf(policy) && known.thread == self ? known : unknown;
    }

    /**
     * Remembers the policy of a decision of the current thread, if that was made from a lease and its place is free.
     */
    void learn(PolicyDecision decision, PolicyCounters counters, SampledDecisions sampled) {
        Policy policy = decision.charge().policy();
        Thread self = Thread.currentThread();
        if (!(decision.answer() instanceof StoreResult.Decided answer)
                || answer.unspent() == 0
                || places[place(policy, self)] != unknown) {
            return;
        }
        long[] row = counters.rowOf(self);
        if (row != ThreadCounts.NONE) {
            long enough = 1;
            for (Limit limit : policy.limits()) {
                enough = Math.max(enough, Quota.unusedAt(limit, nearHundredths));
            }
            places[place(policy, self)] = new Known(policy, self, answer.source(), row, enough, sampled, inDetail);
        }
    }

    /** Frees all places: called once a second, because policies are replaced at run time, and threads end. */
    void forget() {
        Arrays.fill(places, unknown);
    }

    private static int place(Policy policy, Thread thread) {
        return ThreadCounts.place(thread) * POLICIES + (policy.name().hashCode() & POLICIES - 1);
    }
}
