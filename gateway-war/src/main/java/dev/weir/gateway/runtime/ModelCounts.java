package dev.weir.gateway.runtime;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a model has done since the start. Safe for use by many threads. */
final class ModelCounts {

    private static final long DAY_MILLIS = 86_400_000;

    final LongAdder prompt = new LongAdder();
    final LongAdder completion = new LongAdder();
    final LongAdder charged = new LongAdder();
    final AtomicInteger streams = new AtomicInteger();
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private long day;
    private long today;

    ModelCounts(InstantSource clock) {
        this.clock = clock;
    }

    LongAdder requests(String outcome) {
        return requests.computeIfAbsent(outcome, key -> new LongAdder());
    }

    long allRequests() {
        return requests.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Counts an exchange that has ended. */
    void add(long promptTokens, long completionTokens, long chargedTokens, String outcome) {
        prompt.add(promptTokens);
        completion.add(completionTokens);
        charged.add(chargedTokens);
        requests(outcome).increment();
        synchronized (this) {
            roll();
            today += promptTokens + completionTokens;
        }
    }

    /** Tokens of this day, which begins at midnight UTC. */
    synchronized long today() {
        roll();
        return today;
    }

    private void roll() {
        long present = Math.floorDiv(clock.millis(), DAY_MILLIS);
        if (present != day) {
            day = present;
            today = 0;
        }
    }
}
