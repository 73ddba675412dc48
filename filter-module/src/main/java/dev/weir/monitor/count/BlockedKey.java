package dev.weir.monitor.count;

import java.util.Comparator;

/**
 * A key that is blocked. Immutable; times are in milliseconds since the epoch.
 *
 * @param key the text under which the counters of the key are stored
 * @param untilMillis when it is no longer refused; {@link Long#MAX_VALUE} if it is blocked until that is changed
 * @param sinceMillis when the block began
 * @param why the limit that it exceeded, or who has blocked it and for what reason
 */
public record BlockedKey(String policy, String key, long untilMillis, long sinceMillis, String why) {

    /** Those that were blocked last come first. */
    public static final Comparator<BlockedKey> LATEST_FIRST = Comparator.comparingLong(BlockedKey::sinceMillis)
            .reversed()
            .thenComparing(BlockedKey::policy)
            .thenComparing(BlockedKey::key);

    /** What is blocked: a key is blocked under each policy by itself. */
    public record Subject(String policy, String key) {}

    /** What is blocked. */
    public Subject subject() {
        return new Subject(policy, key);
    }

    /** Of two reports of the same block, the one that ends later. */
    public BlockedKey later(BlockedKey other) {
        return other.untilMillis > untilMillis ? other : this;
    }
}
