package dev.weir.engine;

import dev.weir.Source;
import dev.weir.core.Policy;
import java.util.List;

/**
 * Is told of decisions when they are final, and of the time that they took. It is called on the threads of requests,
 * with each decision: no method waits, and none throws. Safe for use by many threads.
 */
public interface DecisionListener extends PolicyListener {

    /** Listens to nothing. */
    DecisionListener NONE = new DecisionListener() {
        @Override
        public void decided(PolicyDecision decision) {
            // of no interest
        }

        @Override
        public void refused(String policy, Source source) {
            // of no interest
        }

        @Override
        public void exempt(String policy) {
            // of no interest
        }

        @Override
        public void fellBack(PolicyDecision decision) {
            // of no interest
        }

        @Override
        public long begin() {
            return 0;
        }

        @Override
        public void took(long beganNanos, long waitedNanos) {
            // of no interest
        }
    };

    /**
     * Returns what to tell of the decision that the current thread is about to make by {@code policy}, in place of
     * this: what it has to look up is looked up before the lease changes, which costs less than after.
     */
    default PolicyListener of(Policy policy) {
        return this;
    }

    /**
     * Does the same for all policies of one request. One that counts several keys of it has several decisions, of which
     * one that refuses stands for all.
     */
    default void decided(List<PolicyDecision> decisions) {
        for (int i = 0; i < decisions.size(); i++) {
            if (standsForItsPolicy(i, decisions)) {
                decided(decisions.get(i));
            }
        }
    }

    /** Whether the decision at {@code place} stands for all of its policy. */
    static boolean standsForItsPolicy(int place, List<PolicyDecision> decisions) {
        PolicyDecision decision = decisions.get(place);
        for (int i = 0; i < decisions.size(); i++) {
            PolicyDecision other = decisions.get(i);
            boolean same = i != place && other.policy().equals(decision.policy());
            boolean comesFirst = other.allowed() == decision.allowed() ? i < place : !other.allowed();
            if (same && comesFirst) {
                return false;
            }
        }
        return true;
    }

    /**
     * A request was refused for the sake of {@code policy}, which has permits left: its tenant has too many members.
     */
    void refused(String policy, Source source);

    /** A request is exempt from {@code policy}, which would have applied to it. */
    void exempt(String policy);

    /**
     * An operator has reset a counter, or ended its block. If the cluster has not answered, which {@code decision}
     * tells, it can be as it was.
     */
    default void changed(PolicyDecision decision) {
        // of interest to those alone who remember keys
    }

    /** The fallback has decided, because of an error of Weir's own. */
    void fellBack(PolicyDecision decision);

    /**
     * A decision begins. Returns the time by a clock like {@link System#nanoTime}, or 0 for most of them: to read the
     * clock twice takes a third of the time that a decision from memory does.
     */
    long begin();

    /**
     * A decision has been made.
     *
     * @param beganNanos what {@link #begin} returned
     * @param waitedNanos how long of that was waited for the cluster; 0 if it was decided from memory
     */
    void took(long beganNanos, long waitedNanos);
}
