package dev.weir.monitor;

import dev.weir.monitor.count.Counts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What happened in each of the last 900 seconds and 1,440 minutes, and the last 1,000 events. Numbers of buckets and
 * events grow with the cluster's time, so that one who reads on at another instance misses little. Takes 2 MB at most:
 * of what is more, the oldest minutes are dropped. Safe for use by many threads; no request uses it.
 */
final class LiveBuckets {

    static final int SECONDS = 900;
    static final int MINUTES = 1_440;
    static final int EVENTS = 1_000;
    /** Bytes of all buckets. */
    static final long MOST_BYTES = 2_000_000 - EVENTS * 400L;

    /** What a bucket takes besides its bytes. */
    private static final int AROUND_BUCKET = 72;

    private static final int SECONDS_OF_MINUTE = 60;
    private static final int LONGEST_TEXT = 100;
    private static final double MICROS = TimeUnit.SECONDS.toMicros(1);

    // guarded by this object, but for what the form decodes
    private final BucketForm form = new BucketForm();
    private final Deque<Stored> seconds = new ArrayDeque<>();
    private final Deque<Stored> minutes = new ArrayDeque<>();
    private final Deque<LiveView.Event> events = new ArrayDeque<>();
    private Counts minute = Counts.NONE;
    private double p99OfMinute;
    private int secondsOfMinute;
    private long sequence;
    private long bytes;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Stored(long sequence, long timeMillis, byte[] bytes) {

        long size() {
            return bytes.length + (long) AROUND_BUCKET;
        }
    }

    /** A second ends, in which that happened. */
    synchronized void second(Counts counts, double p99, long nowMillis) {
        add(seconds, SECONDS, counts, p99, nowMillis);
        minute = minute.plus(counts);
        p99OfMinute = Math.max(p99OfMinute, p99);
        if (++secondsOfMinute == SECONDS_OF_MINUTE) {
            add(minutes, MINUTES, minute, p99OfMinute, nowMillis);
            minute = Counts.NONE;
            p99OfMinute = 0;
            secondsOfMinute = 0;
        }
        while (bytes > MOST_BYTES && !(minutes.isEmpty() && seconds.isEmpty())) {
            bytes -= (minutes.isEmpty() ? seconds : minutes).removeFirst().size();
        }
    }

    private void add(Deque<Stored> buckets, int most, Counts counts, double p99, long nowMillis) {
        Stored stored = new Stored(next(nowMillis), nowMillis, form.encode(counts, Math.round(p99 * MICROS)));
        buckets.add(stored);
        bytes += stored.size();
        if (buckets.size() > most) {
            bytes -= buckets.removeFirst().size();
        }
    }

    private long next(long nowMillis) {
        sequence = Math.max(sequence + 1, nowMillis);
        return sequence;
    }

    /**
     * Something happened.
     *
     * @param event its kind, a word
     * @param key the text under which the counters of a key are stored
     * @param text for people to read; cut to 100 characters
     */
    synchronized void event(String event, Optional<String> policy, Optional<String> key, String text, long nowMillis) {
        String cut = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
        events.add(new LiveView.Event(next(nowMillis), nowMillis, event, policy, key, cut));
        if (events.size() > EVENTS) {
            events.removeFirst();
        }
    }

    /** What came after the bucket or event of number {@code after}; with 0 all there is, and the minutes. */
    LiveView after(long after, long nowMillis) {
        long last;
        List<Stored> newSeconds;
        List<LiveView.Event> newEvents;
        List<Stored> allMinutes;
        synchronized (this) {
            last = sequence;
            newSeconds = seconds.stream().filter(each -> each.sequence > after).toList();
            newEvents = events.stream().filter(each -> each.sequence() > after).toList();
            allMinutes = after <= 0 ? List.copyOf(minutes) : List.of();
        }
        // takes long where there is much: not under the lock, which each second needs
        return new LiveView(last, nowMillis, read(newSeconds), newEvents, read(allMinutes));
    }

    private List<LiveView.Bucket> read(List<Stored> buckets) {
        List<LiveView.Bucket> read = new ArrayList<>();
        for (Stored each : buckets) {
            read.add(form.decode(each.sequence, each.timeMillis, each.bytes));
        }
        return read;
    }

    /** Bytes that the buckets take. */
    synchronized long bytes() {
        return bytes;
    }
}
