package dev.weir;

/** Where a decision came from. */
public enum Source {
    /** Permits that this instance had taken from the cluster in advance. */
    LEASE,
    /** The counters that the cluster shares. */
    CLUSTER,
    /** The counters of this instance alone. */
    LOCAL,
    /** The memory that the key is refused. */
    DENIAL_CACHE
}
