package dev.weir.monitor;

import dev.weir.monitor.count.KeyCount;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A page of keys. Immutable; times are in milliseconds since the epoch.
 *
 * @param total how many keys there are on all pages
 * @param cursor where the next page begins; empty if this is the last one
 */
public record KeyListing(List<Entry> keys, int total, Optional<String> cursor) {

    public KeyListing {
        keys = List.copyOf(keys);
    }

    /** Which keys. */
    public enum Order {
        /** Those that are used most. */
        TOP,
        /** Those that are blocked, the latest first. */
        BLOCKED,
        /** Those that are refused most. */
        REFUSED;

        /** What {@code text} stands for: {@code top}; empty if for none. */
        public static Optional<Order> read(String text) {
            for (Order each : values()) {
                if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * A key. Immutable.
     *
     * @param used how often it was used; a count of 0 if that is not known
     * @param blockedUntilMillis when it is no longer blocked, {@link Long#MAX_VALUE} if that is open; empty if it is
     *     not blocked
     * @param sinceMillis since when it is blocked
     * @param why why it is blocked; empty if it is not
     */
    public record Entry(
            String policy,
            KeyCount used,
            OptionalLong blockedUntilMillis,
            OptionalLong sinceMillis,
            Optional<String> why) {}
}
