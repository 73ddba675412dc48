package dev.weir.monitor.report;

import java.util.concurrent.TimeUnit;

/** When operators asked, this instance or others. Safe for use by many threads; times are in milliseconds. */
final class Questions {

    /** Reports are published until so long after the last question. */
    static final long ASKED_MILLIS = TimeUnit.SECONDS.toMillis(30);

    private static final long NEVER = Long.MIN_VALUE / 2;

    private volatile long askedMillis = NEVER;
    private volatile long askedSinceMillis = NEVER;
    /** When this instance itself was asked. */
    private volatile long readingMillis = NEVER;
    /** When the others were told so. */
    private volatile long toldMillis = NEVER;

    /** Whether any instance is asked at present. */
    boolean isAsked(long nowMillis) {
        return nowMillis - askedMillis <= ASKED_MILLIS;
    }

    /** Since when it is. */
    long askedSinceMillis() {
        return askedSinceMillis;
    }

    /** An instance is asked. Returns whether none was for a while. */
    synchronized boolean asked(long atMillis) {
        boolean isFirst = !isAsked(atMillis);
        if (isFirst) {
            askedSinceMillis = atMillis;
        }
        askedMillis = Math.max(askedMillis, atMillis);
        return isFirst;
    }

    /** Whether this instance is asked at present. */
    boolean isReading(long nowMillis) {
        return nowMillis - readingMillis <= ASKED_MILLIS;
    }

    /** When it was asked last. */
    long readingMillis() {
        return readingMillis;
    }

    /** This instance is asked. Returns whether it was not for a while, whether or not another was. */
    synchronized boolean reads(long nowMillis) {
        boolean isFirst = !isReading(nowMillis);
        readingMillis = nowMillis;
        return isFirst;
    }

    /** Returns whether the others are to be told now: they were not, within {@code leastMillis}. */
    synchronized boolean tells(long nowMillis, long leastMillis) {
        boolean tells = nowMillis - toldMillis >= leastMillis;
        toldMillis = tells ? nowMillis : toldMillis;
        return tells;
    }
}
