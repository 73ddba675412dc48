package dev.weir.monitor.count;

import java.util.Comparator;
import java.util.OptionalLong;

/**
 * How often a key was used, as a sketch knows it. Where all decisions were counted, the true count is at most {@code
 * count}, and at least {@code count} less {@code error}; where some were chosen that stand for the others, it differs
 * from {@code count} by {@code error} at most, with a probability of 99.7 %. Immutable.
 *
 * @param key the text under which the counters of the key are stored
 * @param count decisions about the key, since the last hours count less and less
 * @param error by how much {@code count} can be wrong
 * @param refused decisions that refused, at least; an estimate where some stand for others
 * @param remaining permits that were left at its last request; empty if nothing was counted then
 * @param used the share that was in use then of the limit of which most was, in hundredths of a percent
 * @param level the level of suspicion at its last request
 * @param seenMillis when that was, in milliseconds since the epoch
 */
public record KeyCount(
        String key,
        long count,
        long error,
        long refused,
        OptionalLong remaining,
        int used,
        int level,
        long seenMillis) {

    /** Those that are used most come first; among equals, the order is that of the keys. */
    public static final Comparator<KeyCount> MOST_USED_FIRST =
            Comparator.comparingLong(KeyCount::count).reversed().thenComparing(KeyCount::key);

    /** Those that are refused most come first; among equals, the order is that of the keys. */
    public static final Comparator<KeyCount> MOST_REFUSED_FIRST =
            Comparator.comparingLong(KeyCount::refused).reversed().thenComparing(KeyCount::key);

    /** The same key as two instances have counted it. */
    KeyCount plus(KeyCount other) {
        KeyCount later = other.seenMillis > seenMillis ? other : this;
        return new KeyCount(
                key,
                count + other.count,
                error + other.error,
                refused + other.refused,
                later.remaining,
                later.used,
                later.level,
                later.seenMillis);
    }

    /** The same key, of which another instance that does not report it may have counted up to {@code most}. */
    KeyCount plusUnreported(long most) {
        return most == 0
                ? this
                : new KeyCount(key, count + most, error + most, refused, remaining, used, level, seenMillis);
    }
}
