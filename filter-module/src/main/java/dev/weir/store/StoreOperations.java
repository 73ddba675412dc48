package dev.weir.store;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Counts the operations of a store by their kind and result. One that is late counts when it is, because it may never
 * end. Safe for use by many threads.
 */
public final class StoreOperations {

    private final long lateNanos;
    private final LongSupplier nanoTime;
    /** Complete, and never changed: only the counters in it are. */
    private final Map<Kind, Map<Result, LongAdder>> counts = new EnumMap<>(Kind.class);

    private final Set<Operation> inFlight = ConcurrentHashMap.newKeySet();
    private volatile LongConsumer times = nanos -> {};

    /** What is asked of the store. */
    public enum Kind {
        GET,
        PUT_IF_ABSENT,
        REPLACE;

        /** The name in metrics. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of it. */
    public enum Result {
        /** It was answered in time. */
        OK,
        /** It took longer than a request waits, or still does. */
        LATE,
        /** It failed in time. */
        ERROR;

        /** The name in metrics. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Without any operation so far.
     *
     * @param timeoutMillis an operation that takes longer is late
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public StoreOperations(long timeoutMillis, LongSupplier nanoTime) {
        this.lateNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        this.nanoTime = nanoTime;
        for (Kind kind : Kind.values()) {
            Map<Result, LongAdder> byResult = new EnumMap<>(Result.class);
            for (Result result : Result.values()) {
                byResult.put(result, new LongAdder());
            }
            counts.put(kind, byResult);
        }
    }

    /** Sets the listener to the nanoseconds of each operation: until it ended, or until it was found to be late. */
    public void timedBy(LongConsumer listener) {
        times = listener;
    }

    /** An operation begins, which the caller ends. */
    public Operation begin(Kind kind) {
        Operation begun = new Operation(kind, nanoTime.getAsLong());
        inFlight.add(begun);
        return begun;
    }

    /** Counts the operations in flight that are late by now. Called once a second. */
    public void tick() {
        long now = nanoTime.getAsLong();
        for (Operation each : inFlight) {
            if (now - each.beganNanos > lateNanos) {
                each.count(now, false);
            }
        }
    }

    /** How many operations of that kind had that result so far. */
    public long count(Kind kind, Result result) {
        return counter(kind, result).sum();
    }

    private LongAdder counter(Kind kind, Result result) {
        return Objects.requireNonNull(Objects.requireNonNull(counts.get(kind)).get(result));
    }

    /** How many operations had that result so far. */
    public long count(Result result) {
        long sum = 0;
        for (Kind kind : Kind.values()) {
            sum += count(kind, result);
        }
        return sum;
    }

    /** An operation that has begun. */
    public final class Operation {

        private final Kind kind;
        private final long beganNanos;
        private final AtomicBoolean counted = new AtomicBoolean();

        private Operation(Kind kind, long beganNanos) {
            this.kind = kind;
            this.beganNanos = beganNanos;
        }

        /** The operation has ended. */
        public void ended(boolean failed) {
            inFlight.remove(this);
            count(nanoTime.getAsLong(), failed);
        }

        private void count(long nowNanos, boolean failed) {
            if (counted.compareAndSet(false, true)) {
                long took = nowNanos - beganNanos;
                Result inTime = failed ? Result.ERROR : Result.OK;
                counter(kind, took > lateNanos ? Result.LATE : inTime).increment();
                times.accept(took);
            }
        }
    }
}
