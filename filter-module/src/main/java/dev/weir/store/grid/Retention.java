package dev.weir.store.grid;

import dev.weir.core.Policy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How long the grid keeps a state after its last change. JCache expires per cache, not per entry, so each retention has
 * a cache of its own. Longer than any state of its policies needs to recover in full, except a bucket whose debts are
 * larger than its burst: if it is left alone for that long, the rest of them is forgotten, unless an instance that
 * still knows it puts it back.
 */
public enum Retention {
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1)),
    WEEK(Duration.ofDays(7)),
    MONTH(Duration.ofDays(31)),
    YEAR(Duration.ofDays(366)),
    LONGEST(Duration.ofDays(732));

    /**
     * The schema of keys and values: the first instance's configuration of a cache wins, so another schema, another
     * name.
     */
    static final String SCHEMA = "weir.1.";

    private final Duration longestRecovery;

    Retention(Duration longestRecovery) {
        this.longestRecovery = longestRecovery;
    }

    /** The shortest retention that is long enough for {@code policy}. */
    public static Retention of(Policy policy) {
        long recovery = policy.recoveryMillis();
        for (Retention retention : values()) {
            if (recovery <= retention.expiryMillis()) {
                return retention;
            }
        }
        return LONGEST;
    }

    /** The name of the cache. */
    String cacheName() {
        return SCHEMA + text();
    }

    /** What stands for this where it is written: {@code hour}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The retention that {@code text} stands for; empty if another version of Weir wrote it. */
    public static Optional<Retention> read(String text) {
        return Arrays.stream(values())
                .filter(retention -> retention.text().equals(text))
                .findFirst();
    }

    /** Milliseconds after its last change at which the grid drops a state: an eighth more than the longest recovery. */
    public long expiryMillis() {
        return longestRecovery.toMillis() / 8 * 9;
    }
}
