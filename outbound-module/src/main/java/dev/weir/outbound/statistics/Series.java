package dev.weir.outbound.statistics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A number for each second. Immutable.
 *
 * @param firstSecond the second of the first number, in seconds since 1970
 * @param counts a number for each second from that one on; begins and ends with one that is not zero, or is empty
 */
public record Series(long firstSecond, List<Long> counts) {

    /** Without any second. */
    public static final Series NONE = new Series(0, List.of());

    /** Copies the list. */
    public Series {
        counts = List.copyOf(counts);
    }

    /** The begin of the first second. */
    public Instant first() {
        return Instant.ofEpochSecond(firstSecond);
    }

    /** The number of a second; zero outside. */
    long at(long second) {
        long index = second - firstSecond;
        return index >= 0 && index < counts.size() ? counts.get((int) index) : 0;
    }

    /** What was counted since {@code earlier}, without seconds that it has and this one no longer has. */
    Series since(Series earlier) {
        List<Long> difference = new ArrayList<>(counts);
        for (int i = 0; i < difference.size(); i++) {
            difference.set(i, counts.get(i) - earlier.at(firstSecond + i));
        }
        return trimmed(firstSecond, difference);
    }

    /** Without zeros at the begin and at the end. */
    static Series trimmed(long firstSecond, List<Long> counts) {
        int from = 0;
        int to = counts.size();
        while (to > 0 && counts.get(to - 1) == 0) {
            to--;
        }
        while (from < to && counts.get(from) == 0) {
            from++;
        }
        return from == to ? NONE : new Series(firstSecond + from, counts.subList(from, to));
    }
}
