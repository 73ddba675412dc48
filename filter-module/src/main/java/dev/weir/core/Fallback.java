package dev.weir.core;

/** What decides while the cluster cannot answer. */
public enum Fallback {
    /** This instance's own counters, from the last state known and with its share of the limit. The default. */
    LOCAL,
    /** Nothing: every request is admitted. */
    OPEN,
    /** Nothing: every request is refused. */
    CLOSED
}
