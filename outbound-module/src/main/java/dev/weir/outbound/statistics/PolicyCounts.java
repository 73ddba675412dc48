package dev.weir.outbound.statistics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** The counters of one policy on this instance. Safe for use by many threads. */
final class PolicyCounts {

    private final Map<Counter, LongAdder> counters = new EnumMap<>(Counter.class);
    private final Kinds errors = new Kinds();
    private final Kinds failures = new Kinds();
    private final Times waits;
    private final Times calls;
    private final PerSecond started;
    private final LongAdder inFlight = new LongAdder();
    private volatile IntSupplier queued = () -> 0;

    PolicyCounts(long nowMillis) {
        for (Counter counter : Counter.values()) {
            counters.put(counter, new LongAdder());
        }
        waits = new Times(nowMillis);
        calls = new Times(nowMillis);
        started = new PerSecond(nowMillis);
    }

    void waited(long nanos, long nowMillis) {
        add(Counter.STARTED, 1);
        inFlight.increment();
        started.record(nowMillis);
        waits.record(nanos, nowMillis);
    }

    void returned() {
        inFlight.decrement();
    }

    /** Attempts with permits that have not ended. */
    long inFlight() {
        return inFlight.sum();
    }

    void called(Outcome.Sent outcome, long nanos, long nowMillis) {
        if (outcome instanceof Outcome.Failed failed) {
            errors.add(failed.kind());
        }
        add(outcome.counter(), 1);
        calls.record(nanos, nowMillis);
    }

    void ended(Outcome outcome) {
        if (outcome == Outcome.Answer.SUCCESS) {
            add(Counter.SUCCEEDED, 1);
            return;
        }
        failures.add(outcome.kind());
        if (outcome instanceof Outcome.NotSent) {
            add(outcome.counter(), 1);
        }
    }

    void add(Counter counter, long count) {
        LongAdder adder = counters.get(counter);
        if (adder != null) {
            adder.add(count);
        }
    }

    /** From now on {@code waiting} says how many callers wait. */
    void queued(IntSupplier waiting) {
        queued = waiting;
    }

    int queued() {
        return queued.getAsInt();
    }

    long sum(Counter counter) {
        LongAdder adder = counters.get(counter);
        return adder == null ? 0 : adder.sum();
    }

    /** What that percentage of the calls of the last ten to twenty seconds did not wait longer than. */
    Duration recentWait(int percent, long nowMillis) {
        return waits.recent(nowMillis).percentile(percent);
    }

    /** How many calls began in each of the last {@code seconds} whole seconds, the eldest first. */
    List<Long> perSecond(int seconds, long nowMillis) {
        return started.whole(seconds, nowMillis);
    }

    /** All so far. */
    Totals totals(long nowMillis) {
        Map<Counter, Long> sums = new EnumMap<>(Counter.class);
        counters.forEach((counter, adder) -> sums.put(counter, adder.sum()));
        return new Totals(
                sums, errors.counts(), failures.counts(), waits.all(), calls.all(), started.series(nowMillis));
    }
}
