package dev.weir.store.grid;

import dev.weir.store.SharedReports;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** The cluster: its caches, its size, its time. Safe for use by many threads. */
public interface Grid extends AutoCloseable {

    /** Opens the cache of {@code retention}; creates it if the cluster has none. May take seconds. */
    SharedCache cache(Retention retention);

    /** Opens the cache of the noticeboard: small entries, which do not count for {@link #isFull}. May take seconds. */
    SharedCache noticeboard();

    /** Opens the cache of texts that are kept for good; they do not count for {@link #isFull}. May take seconds. */
    SharedCache texts();

    /**
     * Opens the cache of logins: texts that are dropped 100 days after their last change and do not count for
     * {@link #isFull}. May take seconds.
     */
    SharedCache logins();

    /** Opens the cache of slots: texts that are dropped an hour after their last change. May take seconds. */
    SharedCache slots();

    /**
     * Opens the cache of reports: texts that are dropped a minute after their last change and do not count for
     * {@link #isFull}. May take seconds.
     */
    SharedCache reports();

    /**
     * The ids of all counters of the caches that are open, in pages of {@code page}. To go on to the next one can wait
     * for the grid: for a thread that no request needs.
     */
    Iterator<String> ids(int page);

    /** The members that hold counters; empty if that is unknown. Does not wait. */
    default List<SharedReports.Member> roster() {
        return List.of();
    }

    /**
     * Passes on {@code text} to the other instances, soon and at most once: it can be lost. Does not wait. Returns
     * false if this grid cannot do that.
     */
    boolean hint(String text);

    /**
     * Sets the listener to what other instances {@linkplain #hint pass on}; it is called on threads of the grid and
     * must not block.
     */
    void onHint(Consumer<String> listener);

    /** The number of members that hold counters, at least 1. */
    int members();

    /** Whether the caches hold as many entries as allowed, so that no key can be added. */
    boolean isFull();

    /** How many counters the caches hold; empty if that is unknown. Does not wait. */
    default OptionalLong entries() {
        return OptionalLong.empty();
    }

    /** The cluster's time. */
    InstantSource clock();

    /** Sets the listener to changes of the cluster. */
    void listen(Membership membership);

    /** Called once a second: starts the maintenance of the grid. Does not wait. */
    void tick();

    /** A description for the log. */
    String describe();

    @Override
    void close();

    /** Is notified of changes of the cluster. */
    interface Membership {

        /** {@code member} is gone: dead, stopped or cut off, which cannot be distinguished. */
        void lost(Object member);

        /** A merge begins: this side of a split takes over the counters of the other. */
        void merging();

        /** The merge has failed. */
        void mergeFailed();

        /**
         * The merge has ended: what this side counted since the split is lost.
         *
         * @param members all present members; those of the other side have the names under which they were lost
         */
        void merged(Set<?> members);
    }
}
