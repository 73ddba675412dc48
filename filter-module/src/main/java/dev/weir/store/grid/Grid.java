package dev.weir.store.grid;

import java.time.InstantSource;
import java.util.Set;

/** The cluster: its caches, its size, its time. Safe for use by many threads. */
public interface Grid extends AutoCloseable {

    /** Opens the cache of {@code retention}, which is created if the cluster does not have it. May take seconds. */
    SharedCache cache(Retention retention);

    /** How many members hold the counters at present, at least 1. */
    int members();

    /** Whether the caches have as many entries as they may: new keys have no room. */
    boolean isFull();

    /** The time that all members agree on, as well as they can. */
    InstantSource clock();

    /** Says who is told when members come and go. */
    void listen(Membership membership);

    /** To be called once a second: what the grid has to look after from time to time. Does not wait. */
    void tick();

    /** For the log: what this is and where it comes from. */
    String describe();

    @Override
    void close();

    /** Hears how the cluster changes. */
    interface Membership {

        /** {@code member} is gone: dead, or cut off, which nobody can tell apart. */
        void lost(Object member);

        /** This member's side of a split is about to take over the counters of the other. */
        void merging();

        /** It has not done so. */
        void mergeFailed();

        /**
         * It has done so: what this side counted since the split is gone.
         *
         * @param members all that there are now; those of the other side are called as when they were lost
         */
        void merged(Set<?> members);
    }
}
