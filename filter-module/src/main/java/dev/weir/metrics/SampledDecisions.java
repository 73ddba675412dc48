package dev.weir.metrics;

import dev.weir.engine.PolicyDecision;

/**
 * Is told of decisions, on the threads of requests, and looks at some of them. No method waits, and none throws. Safe
 * for use by many threads.
 */
public interface SampledDecisions {

    /** Looks at no decision. */
    SampledDecisions NONE = new SampledDecisions() {
        @Override
        public void decided(PolicyDecision decision) {
            // of no interest
        }

        @Override
        public Gap gap() {
            return new Gap(Integer.MAX_VALUE, 0);
        }

        @Override
        public void look(PolicyDecision decision, int weight) {
            // of no interest
        }
    };

    /**
     * How many decisions a thread need not tell before the next that is looked at.
     *
     * @param length 0 or more
     * @param weight as how many the next one counts
     */
    record Gap(int length, int weight) {}

    /** A policy has decided about a request: looks at it, or not. */
    void decided(PolicyDecision decision);

    /** Draws a gap. To draw another one before it is over does no harm: what is left of it has no memory. */
    Gap gap();

    /** Looks at the decision after a gap, which counts as many as that has said. */
    void look(PolicyDecision decision, int weight);
}
