package dev.weir.store;

import dev.weir.core.Policy;
import dev.weir.core.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes on at a {@link Gate}: who waits for the grid, what is owed to it, how often the key is asked for. Most keys have
 * none of that most of the time. Guarded by its gate.
 */
final class Activity {

    private static final long SECOND_MILLIS = 1_000;
    /** How far ahead the fallback looks, in times of a lease: an eighth of the window. */
    private static final long FORESIGHT_LEASES = 4;

    private List<Request> waiting = List.of();

    Debt debt = Debt.NONE;
    /** When the last of that was admitted. */
    long owedMillis;

    boolean inFlight;
    /** Somebody waited in vain for the operation that is in flight. */
    boolean overdue;
    /** The fallback has decided for this key since the grid last answered. */
    boolean local;
    /** The instance ends: nothing is lent any more, and nobody answered but by the grid. */
    boolean ending;
    /** The key is to be forgotten with the next operation, before anything else. */
    boolean reset;
    /** Until the next operation, neither lease nor denial may answer for the grid. */
    boolean doubting;

    /** Null unless the key is asked for often. */
    private @Nullable Demand demand;

    /** Whether there is nothing here that a new one would not have. */
    boolean isOver() {
        return waiting.isEmpty()
                && debt.isNone()
                && demand == null
                && !(inFlight || overdue || local || ending || doubting || reset);
    }

    /** Whether anybody would lose by it if this were forgotten. */
    boolean isNeeded() {
        return inFlight || reset || !debt.isNone();
    }

    boolean somebodyWaits() {
        return !waiting.isEmpty();
    }

    void add(Request request) {
        if (waiting.isEmpty()) {
            waiting = new ArrayList<>(1);
        }
        waiting.add(request);
    }

    /** Whether {@code request} still waited; it does so no more. */
    boolean takeBack(Request request) {
        return !waiting.isEmpty() && waiting.remove(request);
    }

    /** Everybody who waits; nobody does so any more. */
    List<Request> takeAll() {
        List<Request> all = waiting;
        waiting = List.of();
        return all;
    }

    /** The operation in flight failed; whether somebody waits for the next one. */
    boolean failed(boolean resets) {
        reset |= resets;
        if (!somebodyWaits()) {
            overdue = false;
            inFlight = false;
        }
        return somebodyWaits();
    }

    /** How many permits to take on top of what {@code booking} takes; 0 until the key is asked for often. */
    long leaseSize(Policy policy, Lending lending, State base, Booking booking) {
        long now = booking.nowMillis();
        if (demand == null && now - base.mark() < policy.leaseMillis()) {
            demand = new Demand(now);
        }
        return demand == null || ending ? 0 : lending.size(policy, booking.state(), demand, now);
    }

    /** Whether it is measured how often the key is asked for. */
    boolean isMeasured() {
        return demand != null;
    }

    /** Lets go of a {@link Demand} from which nothing is expected any more. */
    void forgetDemand(long nowMillis) {
        if (demand != null && demand.isOver(nowMillis)) {
            demand = null;
        }
    }

    /** So much of the debt is paid; a reset that came meanwhile has taken that with it already. */
    void paid(Debt paid) {
        if (!reset) {
            debt = debt.minus(paid);
        }
    }

    /** This instance used so many permits. */
    void used(long permits, long nowMillis) {
        if (demand != null) {
            demand.used(permits, nowMillis);
        }
    }

    /** Others were seen to have used so many permits. */
    void usedByOthers(long permits, long nowMillis) {
        if (demand != null) {
            demand.usedByOthers(permits, nowMillis);
        }
    }

    /**
     * The state {@code seen}, less what others have probably used since, and will before they notice that the grid is silent:
     * it can be so for this instance alone, and for a moment. What is owed counts as the local counters would count it: those of a
     * key can have made room, or have been let go of because all of it has come back.
     *
     * @param part what counts here in the place of {@code policy}
     */
    State foreseen(Policy policy, State seen, Policy part, long nowMillis) {
        State owed = debt.isNone() ? seen : part.settle(seen, debt.permits(), debt.blockedUntil(), owedMillis);
        if (demand == null) {
            return owed;
        }
        long unseen = Math.max(0, Math.min(SECOND_MILLIS, nowMillis - seen.mark()));
        long ahead = Math.min(SECOND_MILLIS, FORESIGHT_LEASES * policy.leaseMillis());
        long theirs = demand.expectedOfOthers(unseen + ahead, nowMillis);
        return theirs == 0 ? owed : policy.settle(owed, theirs, 0, nowMillis);
    }
}
