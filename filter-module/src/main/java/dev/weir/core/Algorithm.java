package dev.weir.core;

import dev.weir.Limit;

/**
 * The algorithms by which the permits of a limit become available again, and the guarantee of each across the whole
 * cluster.
 */
public enum Algorithm {
    /**
     * In any interval as long as the window at most {@code permits} are admitted; a permit is available again no later
     * than 17/16 of a window after its use. The default.
     */
    SLIDING_WINDOW('s') {
        @Override
        Counter unused(Limit limit) {
            return SlidingWindow.unused(limit.windowMillis());
        }

        @Override
        Counter read(long windowMillis, long[] numbers) {
            return SlidingWindow.read(windowMillis, numbers);
        }
    },
    /**
     * In any interval <i>x</i> at most {@code burst + permits * x / window} are admitted; a permit is available again
     * at the millisecond at which it is due. Decides as the Generic Cell Rate Algorithm of ITU-T I.371 does.
     */
    TOKEN_BUCKET('t') {
        @Override
        public boolean refillsContinuously() {
            return true;
        }

        @Override
        Counter unused(Limit limit) {
            return TokenBucket.unused(limit.windowMillis());
        }

        @Override
        Counter read(long windowMillis, long[] numbers) {
            return TokenBucket.read(windowMillis, numbers);
        }
    },
    /**
     * At most {@code permits} are admitted between two boundaries, which are the multiples of the window since the
     * epoch, or those of the calendar.
     */
    FIXED_WINDOW('f') {
        @Override
        Counter unused(Limit limit) {
            return limit.calendar().isPresent()
                    ? CalendarCounter.unused(limit.calendar().get().unit())
                    : new FixedWindow(limit.windowMillis(), 0, 0);
        }

        @Override
        Counter read(long windowMillis, long[] numbers) {
            return FixedWindow.read(windowMillis, numbers);
        }
    },

    /**
     * In no half-open interval as long as the window more than {@code permits} are admitted; a permit is available
     * again exactly a window after its use. For limits of at most {@value #MOST_OF_LOG} permits, each of which is
     * written down.
     */
    SLIDING_LOG('l') {
        @Override
        public boolean lends() {
            return false;
        }

        @Override
        Counter unused(Limit limit) {
            return SlidingLog.unused(limit.windowMillis());
        }

        @Override
        Counter read(long windowMillis, long[] numbers) {
            return SlidingLog.read(windowMillis, numbers);
        }
    };

    /** The largest number of permits that {@link #SLIDING_LOG} counts. */
    public static final long MOST_OF_LOG = 128;

    private final char tag;

    Algorithm(char tag) {
        this.tag = tag;
    }

    /**
     * Whether permits come back one by one while time passes, up to a burst of its own, rather than with the end of a
     * window or of a part of it.
     */
    public boolean refillsContinuously() {
        return false;
    }

    /**
     * Whether instances take permits in advance. Not where each permit has a time of its own, which a lease would put
     * off.
     */
    public boolean lends() {
        return true;
    }

    /** The algorithm that counts {@code limit} in a policy of this one: a calendar window is always a fixed window. */
    public Algorithm of(Limit limit) {
        return limit.calendar().isPresent() ? FIXED_WINDOW : this;
    }

    /** The letter of this algorithm in the text form of a state. */
    char tag() {
        return tag;
    }

    /**
     * Returns the algorithm with that tag.
     *
     * @throws IllegalArgumentException if no algorithm has that tag
     */
    static Algorithm tagged(char tag) {
        for (Algorithm algorithm : values()) {
            if (algorithm.tag == tag) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("unknown algorithm, was \"" + tag + "\"");
    }

    /** Returns a counter of this algorithm that has counted nothing. */
    abstract Counter unused(Limit limit);

    /**
     * Returns the counter whose {@link Counter#numbers} are {@code numbers}.
     *
     * @throws IllegalArgumentException if these are not the numbers of such a counter
     */
    abstract Counter read(long windowMillis, long[] numbers);
}
