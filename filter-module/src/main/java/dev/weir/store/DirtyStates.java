package dev.weir.store;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * States that changed and are not in the database yet, the newest of each, and no more than a given number. Safe for use by
 * many threads; none of them waits for another.
 */
final class DirtyStates {

    private final Map<Retention, ConcurrentMap<String, StoredState>> newest = new EnumMap<>(Retention.class);
    private final AtomicInteger size = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final int most;
    private final InstantSource clock;

    DirtyStates(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
        for (Retention retention : Retention.values()) {
            newest.put(retention, new ConcurrentHashMap<>());
        }
    }

    /** Where states are written to. */
    interface Sink {
        void write(List<StoredState> states) throws SQLException;
    }

    /**
     * Adds {@code state} unless there is a newer one of its counter, or no room. Who adds counts before the other can know
     * whether it is the same counter, so at the bound one can be dropped that would just have found room.
     */
    void add(StoredState state) {
        ConcurrentMap<String, StoredState> states = of(state);
        boolean settled = false;
        while (!settled) {
            StoredState before = states.get(state.id());
            settled = before == null
                    ? isAdded(states, state)
                    : !before.yieldsTo(state, clock.millis()) || states.replace(state.id(), before, state);
        }
    }

    private boolean isAdded(ConcurrentMap<String, StoredState> states, StoredState state) {
        if (size.incrementAndGet() > most) {
            size.decrementAndGet();
            dropped.increment();
            return true;
        }
        boolean added = states.putIfAbsent(state.id(), state) == null;
        if (!added) {
            size.decrementAndGet();
        }
        return added;
    }

    /**
     * Writes all to {@code sink}, so many at a time. What was written is no longer here, unless it changed meanwhile; what
     * was not, because the sink threw, stays.
     */
    void drainTo(Sink sink, int together) throws SQLException {
        List<StoredState> batch = new ArrayList<>(together);
        for (ConcurrentMap<String, StoredState> states : newest.values()) {
            for (StoredState state : states.values()) {
                batch.add(state);
                if (batch.size() == together) {
                    write(batch, sink);
                }
            }
        }
        if (!batch.isEmpty()) {
            write(batch, sink);
        }
    }

    private void write(List<StoredState> batch, Sink sink) throws SQLException {
        sink.write(List.copyOf(batch));
        for (StoredState written : batch) {
            if (of(written).remove(written.id(), written)) {
                size.decrementAndGet();
            }
        }
        batch.clear();
    }

    private ConcurrentMap<String, StoredState> of(StoredState state) {
        return Objects.requireNonNull(newest.get(state.retention()), "each retention has one from the beginning");
    }

    /** How many are here. */
    int size() {
        return size.get();
    }

    /** How many found no room since this was asked last. */
    long takeDropped() {
        return dropped.sumThenReset();
    }
}
