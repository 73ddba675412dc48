package dev.weir.metrics;

import dev.weir.Source;
import java.util.concurrent.atomic.LongAdder;

/** The requests under one policy. Safe for use by many threads. */
final class PolicyCounters {

    private static final int SOURCES = Source.values().length;

    private final LongAdder[] decided = new LongAdder[RequestOutcome.values().length * SOURCES];
    private final LongAdder exempt = new LongAdder();
    private final LongAdder nearLimit = new LongAdder();

    PolicyCounters() {
        for (int i = 0; i < decided.length; i++) {
            decided[i] = new LongAdder();
        }
    }

    /** A request was decided. */
    void count(RequestOutcome outcome, Source source) {
        counter(outcome, source).increment();
    }

    /** By places in an array: a map of maps would take as long as the increment does, with each decision. */
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
            sum += counter(outcome, source).sum();
        }
        return sum;
    }

    /** How many requests were decided by {@code source}. */
    long of(Source source) {
        long sum = 0;
        for (RequestOutcome outcome : RequestOutcome.values()) {
            sum += counter(outcome, source).sum();
        }
        return sum;
    }
}
