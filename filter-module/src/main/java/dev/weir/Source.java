package dev.weir;

/** The origin of a decision. */
public enum Source {
    /** Permits that this instance had leased from the cluster in advance. */
    LEASE,
    /** The counters that all instances of the cluster share. */
    CLUSTER,
    /** The counters of this instance alone. */
    LOCAL,
    /** The instance's cache of keys that are refused. */
    DENIAL_CACHE
}
