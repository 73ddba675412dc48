package dev.weir.database;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * States that changed and are not in the database yet: the newest of each counter, up to a given number. Safe for use
 * by many threads; no thread waits for another.
 */
final class DirtyStates {

    private final ConcurrentMap<Counter, StoredState> newest = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final int most;
    private final InstantSource clock;

    DirtyStates(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    private record Counter(String retention, String id) {
        static Counter of(StoredState state) {
            return new Counter(state.retention(), state.id());
        }
    }

    /** The destination of states that are written. */
    interface Sink {
        void write(List<StoredState> states) throws SQLException;
    }

    /**
     * Adds {@code state} unless there is a newer one of its counter, or the maximum is reached. Each thread reserves
     * its place before it can detect that another adds the same counter. Thus at the maximum a state can be dropped
     * although there would have been a place for it.
     */
    void add(StoredState state) {
        Counter counter = Counter.of(state);
        boolean settled = false;
        while (!settled) {
            StoredState before = newest.get(counter);
            settled = before == null
                    ? isAdded(counter, state)
                    : !before.yieldsTo(state, clock.millis()) || newest.replace(counter, before, state);
        }
    }

    private boolean isAdded(Counter counter, StoredState state) {
        if (size.incrementAndGet() > most) {
            size.decrementAndGet();
            dropped.increment();
            return true;
        }
        boolean added = newest.putIfAbsent(counter, state) == null;
        if (!added) {
            size.decrementAndGet();
        }
        return added;
    }

    /**
     * Writes all states to {@code sink}, {@code together} at a time. A written state is removed, unless it changed
     * meanwhile; a state that was not written, because the sink threw, is kept.
     */
    void drainTo(Sink sink, int together) throws SQLException {
        List<StoredState> batch = new ArrayList<>(together);
        for (StoredState state : newest.values()) {
            batch.add(state);
            if (batch.size() == together) {
                write(batch, sink);
            }
        }
        if (!batch.isEmpty()) {
            write(batch, sink);
        }
    }

    private void write(List<StoredState> batch, Sink sink) throws SQLException {
        sink.write(List.copyOf(batch));
        for (StoredState written : batch) {
            if (newest.remove(Counter.of(written), written)) {
                size.decrementAndGet();
            }
        }
        batch.clear();
    }

    /** The number of states. */
    int size() {
        return size.get();
    }

    /** Returns the number of states dropped since the last call. */
    long takeDropped() {
        return dropped.sumThenReset();
    }
}
