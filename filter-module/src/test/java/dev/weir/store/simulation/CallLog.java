package dev.weir.store.simulation;

import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The calls that were admitted of one key under one policy, as a naive list, with the times at which they arrived. */
final class CallLog {

    /** What is under way to the grid, or from it. */
    private static final long UNDER_WAY_MILLIS = 50;

    private final Policy policy;
    private final List<Call> calls = new ArrayList<>();

    CallLog(Policy policy) {
        this.policy = policy;
    }

    /** A call, in the time of the run. */
    static final class Call {

        final SimulatedNode node;
        /** When it was asked for, and when it knew that it may be made. */
        final long takenMillis;

        final long toldMillis;
        final long lastMillis;
        final long permits;
        /** Whether the grid admitted it, in the half that was kept. */
        final boolean isShared;

        /** How many permits arrived at the remote, and when. */
        long arrived;

        long arrivalMillis;
        /** Until when the permits are in use that it had, or those that it used. */
        long untilMillis;

        Call(SimulatedNode node, long takenMillis, long toldMillis, long lastMillis, long permits, boolean isShared) {
            this.node = node;
            this.takenMillis = takenMillis;
            this.toldMillis = toldMillis;
            this.lastMillis = lastMillis;
            this.permits = permits;
            this.isShared = isShared;
            this.untilMillis = Long.MAX_VALUE;
        }

        /** {@code used} permits arrived at {@code millis}; they count as used at {@code countedMillis}. */
        void arrives(long used, long millis, long countedMillis, long windowMillis) {
            arrived = used;
            arrivalMillis = millis;
            untilMillis = used == 0 ? countedMillis : countedMillis + windowMillis;
        }
    }

    void add(Call call) {
        calls.add(call);
    }

    /** The limit, which is the only one. */
    Limit limit() {
        return policy.limits().get(0);
    }

    boolean isExact() {
        return policy.algorithm() == Algorithm.SLIDING_LOG;
    }

    private long most() {
        return isExact() ? limit().permits() : limit().permits() + limit().burst();
    }

    /** Where more arrived within a window than the limit has and {@code more}, if clocks differ by that much. */
    Optional<String> moreArrivedThanPossible(Predicate<Call> included, long skewMillis, long more) {
        List<Call> arrivals = calls.stream()
                .filter(included)
                .filter(call -> call.arrived > 0)
                .sorted(Comparator.comparingLong(call -> call.arrivalMillis))
                .toList();
        long window = limit().windowMillis() - 2 * skewMillis;
        long sum = 0;
        int first = 0;
        for (Call last : arrivals) {
            sum += last.arrived;
            while (last.arrivalMillis - arrivals.get(first).arrivalMillis >= window) {
                sum -= arrivals.get(first++).arrived;
            }
            if (sum > most() + more) {
                return Optional.of(sum + " permits arrived within " + window + " ms up to " + last.arrivalMillis
                        + ", allowed are " + (most() + more));
            }
        }
        return Optional.empty();
    }

    /** The most permits that can have been in use at {@code millis}. */
    long inUse(long millis, long skewMillis) {
        long slack = UNDER_WAY_MILLIS + 2 * skewMillis;
        return calls.stream()
                .filter(call -> call.takenMillis - slack <= millis && millis <= slack(call, slack))
                .mapToLong(call -> call.permits)
                .sum();
    }

    private static long slack(Call call, long slack) {
        return call.untilMillis == Long.MAX_VALUE ? Long.MAX_VALUE : call.untilMillis + slack;
    }
}
