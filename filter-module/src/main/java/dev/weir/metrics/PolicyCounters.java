package dev.weir.metrics;

import dev.weir.Source;
import java.util.concurrent.atomic.LongAdder;

/** The requests under one policy. Safe for use by many threads. */
final class PolicyCounters {

    private static final int SOURCES = Source.values().length;

    private final ThreadCounts allowed = new ThreadCounts(SOURCES);
    /** None of those that were admitted. */
    private final LongAdder[] decided = new LongAdder[RequestOutcome.values().length * SOURCES];

    private final LongAdder exempt = new LongAdder();
    private final LongAdder nearLimit = new LongAdder();

    PolicyCounters() {
        for (int i = 0; i < decided.length; i++) {
            decided[i] = new LongAdder();
        }
    }

    /**
     * The numbers of the current thread for the requests that are admitted, in the order of their sources;
     * {@link ThreadCounts#NONE} if it has none.
     */
    long[] rowOf(Thread self) {
        return allowed.rowOf(self);
    }

    /** A request was decided. */
    @SuppressWarnings("EnumOrdinal")
    void count(RequestOutcome outcome, Source source) {
        if (outcome == RequestOutcome.ALLOWED) {
            allowed.increment(source.ordinal());
        } else {
            counter(outcome, source).increment();
        }
    }

    /** Called once a second. */
    void tick() {
        allowed.release();
    }

    @SuppressWarnings("EnumOrdinal")
    private long decided(RequestOutcome outcome, Source source) {
        return outcome == RequestOutcome.ALLOWED
                ? allowed.of(source.ordinal())
                : counter(outcome, source).sum();
    }

    @SuppressWarnings("EnumOrdinal")
    private LongAdder counter(RequestOutcome outcome, Source source) {
        return decided[outcome.ordinal() * SOURCES + source.ordinal()];
    }

    /** A request was exempt: nothing was decided. */
    void countExempt() {
        exempt.increment();
    }

    /** A request was admitted with few permits left. */
    void countNearLimit() {
        nearLimit.increment();
    }

    long nearLimit() {
        return nearLimit.sum();
    }

    /** How many requests had {@code outcome}. */
    long of(RequestOutcome outcome) {
        long sum = outcome == RequestOutcome.EXEMPT ? exempt.sum() : 0;
        for (Source source : Source.values()) {
            sum += decided(outcome, source);
        }
        return sum;
    }

    /** How many requests were decided by {@code source}. */
    long of(Source source) {
        long sum = 0;
        for (RequestOutcome outcome : RequestOutcome.values()) {
            sum += decided(outcome, source);
        }
        return sum;
    }
}
