package dev.weir.core;

import dev.weir.Limit;
import java.util.List;
import java.util.Optional;

/**
 * How much narrower than configured the limits of a policy are, which calls to a remote keep: that counts them too,
 * when they arrive. Immutable.
 *
 * <p>A narrowed limit is exact: in no half-open interval as long as its window more than its permits are used. Up to as
 * many permits as {@link Algorithm#SLIDING_LOG} takes are counted by that. A larger limit is a bucket, which has a
 * sixty-fourth of the permits at once and the rest within a window: that part of the limit is not used. A calendar
 * limit stays as it is.
 *
 * @param shareHundredths how many hundredths of the permits are used, 1 to 100
 * @param marginMillis how much longer each window is, 0 or more
 */
public record Pace(int shareHundredths, long marginMillis) {

    private static final int WHOLE = 100;
    private static final long PART_OF_BURST = 64;

    /** @throws IllegalArgumentException if a value is out of its range; the message is the rule that it breaks */
    public Pace {
        if (shareHundredths < 1 || shareHundredths > WHOLE) {
            throw new IllegalArgumentException("share must be between 0.01 and 1");
        }
        if (marginMillis < 0) {
            throw new IllegalArgumentException("margin must be >= 0");
        }
    }

    /** What counts {@code limit}, which is narrowed. */
    Algorithm algorithmOf(Limit limit) {
        boolean isBucket = limit.burst() < limit.permits();
        return (isBucket ? Algorithm.TOKEN_BUCKET : Algorithm.SLIDING_LOG).of(limit);
    }

    List<Limit> narrowed(List<Limit> limits) {
        return limits.stream().map(this::narrowed).toList();
    }

    /** The limit that is kept where {@code configured} is given. At least one permit is left, unless there was none. */
    Limit narrowed(Limit configured) {
        if (configured.calendar().isPresent()) {
            return configured;
        }
        long window =
                Math.min(Saturating.add(configured.windowMillis(), marginMillis), Limit.LONGEST_WINDOW.toMillis());
        long permits = configured.permits();
        long share = Math.max(Math.min(1, permits), Saturating.multiplyDivide(permits, shareHundredths, WHOLE));
        if (share <= Algorithm.MOST_OF_LOG) {
            return new Limit(share, window, share, Optional.empty());
        }
        long burst = share / PART_OF_BURST;
        return new Limit(
                Saturating.multiplyDivide(share, PART_OF_BURST - 1, PART_OF_BURST), window, burst, Optional.empty());
    }
}
