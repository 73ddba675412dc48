package dev.weir.store.grid;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.cache.configuration.Factory;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;

/**
 * What a cache of the grid is opened with.
 *
 * @param expiryMillis after its last change an entry is dropped; {@link #NEVER} if it is kept
 */
record CacheSettings(String name, long expiryMillis) {

    private static final long NEVER = Long.MAX_VALUE;

    static final CacheSettings TEXTS = new CacheSettings(Retention.SCHEMA + "texts", NEVER);

    /** A login is of no importance after 90 days, and recorded anew at most a day later than it is made. */
    static final CacheSettings LOGINS =
            new CacheSettings(Retention.SCHEMA + "logins", Duration.ofDays(100).toMillis());

    /** What is booked for long is booked again every quarter of an hour. */
    static final CacheSettings SLOTS =
            new CacheSettings(Retention.SCHEMA + "slots", Duration.ofHours(1).toMillis());

    static final CacheSettings NOTICEBOARD = new CacheSettings(
            Retention.SCHEMA + "noticeboard", Duration.ofHours(1).toMillis());

    /** A report is written every two seconds, as long as there is somebody who reads it. */
    static final CacheSettings REPORTS =
            new CacheSettings(Retention.SCHEMA + "report", Duration.ofMinutes(1).toMillis());

    /** The cache of the counters of {@code retention}. */
    static CacheSettings of(Retention retention) {
        return new CacheSettings(retention.cacheName(), retention.expiryMillis());
    }

    /** Whether the entries are counters, whose number is limited. */
    boolean holdsCounters() {
        return !equals(NOTICEBOARD) && !equals(TEXTS) && !equals(LOGINS) && !equals(REPORTS);
    }

    /** Tells the cache when to drop an entry. */
    Factory<? extends ExpiryPolicy> expiry() {
        return expiryMillis == NEVER
                ? EternalExpiryPolicy.factoryOf()
                : ModifiedExpiryPolicy.factoryOf(new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, expiryMillis));
    }
}
