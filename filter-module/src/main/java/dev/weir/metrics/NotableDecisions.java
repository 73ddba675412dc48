package dev.weir.metrics;

import dev.weir.engine.PolicyDecision;

/**
 * Is told, on the threads of requests, of decisions that are worth a second look. No method waits, and none throws.
 * Safe for use by many threads.
 */
public interface NotableDecisions {

    /** A request was admitted with few permits left: more than {@code ratelimit.near} percent are in use. */
    void nearLimit(PolicyDecision decision);

    /** A request was refused. */
    void refused(PolicyDecision decision);
}
