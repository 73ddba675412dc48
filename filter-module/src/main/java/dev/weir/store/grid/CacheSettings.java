package dev.weir.store.grid;

import java.time.Duration;

/**
 * What a cache of the grid is opened with.
 *
 * @param expiryMillis after its last change an entry is dropped
 */
record CacheSettings(String name, long expiryMillis) {

    static final CacheSettings NOTICEBOARD = new CacheSettings(
            Retention.SCHEMA + "noticeboard", Duration.ofHours(1).toMillis());

    /** The cache of the counters of {@code retention}. */
    static CacheSettings of(Retention retention) {
        return new CacheSettings(retention.cacheName(), retention.expiryMillis());
    }

    /** Whether the entries are counters, whose number is limited. */
    boolean holdsCounters() {
        return !equals(NOTICEBOARD);
    }
}
