package dev.weir.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes on at a {@link Gate}: who waits for the grid, what is owed to it, how often the key is asked for. Most keys have
 * none of that most of the time. Guarded by its gate.
 */
final class Activity {

    private List<Gate.Request> waiting = List.of();

    Debt debt = Debt.NONE;

    boolean inFlight;
    /** Somebody waited in vain for the operation that is in flight. */
    boolean overdue;
    /** The fallback has decided for this key since the grid last answered. */
    boolean local;
    /** The instance ends: nothing is lent any more, and nobody answered but by the grid. */
    boolean ending;
    /** Until the next operation, neither lease nor denial may answer for the grid. */
    boolean doubting;

    /** Null until the key is asked for often. */
    private @Nullable Demand demand;

    /** Whether there is nothing here that a new one would not have. */
    boolean isOver() {
        return waiting.isEmpty()
                && debt.isNone()
                && demand == null
                && !(inFlight || overdue || local || ending || doubting);
    }

    /** Whether anybody would lose by it if this were forgotten. */
    boolean isNeeded() {
        return inFlight || !debt.isNone();
    }

    boolean somebodyWaits() {
        return !waiting.isEmpty();
    }

    void add(Gate.Request request) {
        if (waiting.isEmpty()) {
            waiting = new ArrayList<>(1);
        }
        waiting.add(request);
    }

    /** Whether {@code request} still waited; it does so no more. */
    boolean takeBack(Gate.Request request) {
        return !waiting.isEmpty() && waiting.remove(request);
    }

    /** Everybody who waits; nobody does so any more. */
    List<Gate.Request> takeAll() {
        List<Gate.Request> all = waiting;
        waiting = List.of();
        return all;
    }

    /** The key is asked for often from now on. */
    void measureDemand(long nowMillis) {
        if (demand == null) {
            demand = new Demand(nowMillis);
        }
    }

    /** Who uses the permits; empty as long as that was not measured. */
    Optional<Demand> demand() {
        return Optional.ofNullable(demand);
    }
}
