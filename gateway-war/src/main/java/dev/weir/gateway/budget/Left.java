package dev.weir.gateway.budget;

import dev.weir.LimitState;
import java.time.Duration;
import java.util.Comparator;

/**
 * What is left of a limit. Immutable.
 *
 * @param limit the most that can be in use, 0 or more
 * @param reset the time until more is left; zero if all is
 */
record Left(long limit, long remaining, Duration reset) {

    /** By the part of the limit that is left. */
    static final Comparator<Left> SMALLEST_SHARE_FIRST = Left::compareShares;

    static Left of(LimitState state) {
        return new Left(state.limit().burst(), state.remaining(), state.resetAfter());
    }

    /** Compares {@code one.remaining / one.limit}, with products of 128 bits; a limit of nothing is used up. */
    private static int compareShares(Left one, Left other) {
        if (one.limit == 0 || other.limit == 0) {
            return Boolean.compare(one.limit != 0, other.limit != 0);
        }
        int high = Long.compare(
                Math.multiplyHigh(one.remaining, other.limit), Math.multiplyHigh(other.remaining, one.limit));
        return high != 0 ? high : Long.compareUnsigned(one.remaining * other.limit, other.remaining * one.limit);
    }
}
