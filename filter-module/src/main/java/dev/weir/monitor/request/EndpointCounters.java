package dev.weir.monitor.request;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * The responses of one endpoint. A response costs two or three increments of counters without locks. Safe for use by
 * many threads.
 */
final class EndpointCounters {

    /**
     * Classes of statuses, by the first digit; 0 for a response whose end is not known, because its client had gone.
     */
    static final int CLASSES = 6;

    private static final int SLOW = CLASSES;
    private static final int REFUSED = CLASSES + 1;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int HUNDRED = 100;
    private static final int SERVER_ERRORS = 5;

    private final LongAdder[] counters =
            Stream.generate(LongAdder::new).limit(REFUSED + 1L).toArray(LongAdder[]::new);
    private final ResponseTimes times = new ResponseTimes();
    // guarded by this object
    private long[] atMinute = new long[counters.length];
    private long[] atMinuteBefore = new long[counters.length];
    private long[] atHour = new long[counters.length];
    private Counts hourBefore = new Counts(new long[counters.length]);

    /** What was counted within some time. Immutable. */
    static final class Counts {
        private final long[] values;

        private Counts(long[] values) {
            this.values = values;
        }

        /** Responses of a class of statuses. */
        long of(int statusClass) {
            return values[statusClass];
        }

        long slow() {
            return values[SLOW];
        }

        /** Those of status 429. */
        long refused() {
            return values[REFUSED];
        }

        long errors() {
            return values[SERVER_ERRORS];
        }

        long all() {
            long sum = 0;
            for (int i = 0; i < CLASSES; i++) {
                sum += values[i];
            }
            return sum;
        }
    }

    /** A response has ended with {@code status}; 0 if it is not known. */
    void ended(int status) {
        int statusClass = status / HUNDRED;
        counters[statusClass < CLASSES && statusClass > 0 ? statusClass : 0].increment();
        if (status == TOO_MANY_REQUESTS) {
            counters[REFUSED].increment();
        }
    }

    /** A response took {@code nanos}. */
    void took(long nanos, boolean slow) {
        times.record(nanos);
        if (slow) {
            counters[SLOW].increment();
        }
    }

    ResponseTimes times() {
        return times;
    }

    synchronized void nextMinute() {
        times.nextMinute();
        atMinuteBefore = atMinute;
        atMinute = sums();
    }

    synchronized void nextHour() {
        times.nextHour();
        // read once: what is counted meanwhile belongs to the next hour, and to no other
        long[] now = sums();
        hourBefore = growth(atHour, now);
        atMinuteBefore = atMinute;
        atMinute = now;
        atHour = now;
    }

    /** This hour so far. */
    synchronized Counts present() {
        return since(atHour);
    }

    /** The hour before this one. */
    synchronized Counts before() {
        return hourBefore;
    }

    /** The last one to two minutes. */
    synchronized Counts recent() {
        return since(atMinuteBefore);
    }

    /** Responses of a class of statuses since the start. */
    long total(int statusClass) {
        return counters[statusClass].sum();
    }

    private Counts since(long[] start) {
        return growth(start, sums());
    }

    private static Counts growth(long[] start, long[] end) {
        long[] growth = new long[end.length];
        for (int i = 0; i < growth.length; i++) {
            growth[i] = end[i] - start[i];
        }
        return new Counts(growth);
    }

    private long[] sums() {
        long[] sums = new long[counters.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = counters[i].sum();
        }
        return sums;
    }
}
