package dev.weir.store;

import java.time.InstantSource;

/** The cluster: its caches, its size, its time. Safe for use by many threads. */
interface Grid extends AutoCloseable {

    /** Opens the cache of {@code retention}, which is created if the cluster does not have it. May take seconds. */
    SharedCache cache(Retention retention);

    /** How many members hold the counters at present, at least 1. */
    int members();

    /** The time that all members agree on, as well as they can. */
    InstantSource clock();

    /** For the log: what this is and where it comes from. */
    String describe();

    @Override
    void close();
}
