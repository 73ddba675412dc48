package dev.weir.metrics;

import dev.weir.engine.PolicyDecision;

/**
 * Is told of each decision, on the threads of requests, and looks at some of them. No method waits, and none throws.
 * Safe for use by many threads.
 */
public interface SampledDecisions {

    /** Looks at no decision. */
    SampledDecisions NONE = new SampledDecisions() {
        @Override
        public void decided(PolicyDecision decision) {
            // of no interest
        }

        @Override
        public void decided(PolicyDecision decision, int drawn) {
            // of no interest
        }
    };

    /** A policy has decided about a request. */
    void decided(PolicyDecision decision);

    /**
     * The same where a number was drawn already.
     *
     * @param drawn a random number, of which the upper bits decide whether to look at this decision
     */
    void decided(PolicyDecision decision, int drawn);
}
