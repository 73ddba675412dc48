package dev.weir.core;

/** The decision while the cluster cannot answer. */
public enum Fallback {
    /**
     * The instance's own counters decide, from the last known state and with the instance's share of the limit. The
     * default.
     */
    LOCAL,
    /** Every request is admitted. */
    OPEN,
    /** Every request is refused. */
    CLOSED
}
