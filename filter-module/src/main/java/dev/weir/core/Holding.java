package dev.weir.core;

/**
 * What calls in flight hold of a counter. A remote counts a call when it arrives, which is some time before its
 * response: until then its permits have to be in use, however long that takes. Pure functions of a policy and a state.
 *
 * <p>The counters have held permits as used at the last time at which the call can arrive. A state records no holds: if
 * the instance dies, the permits come back a window after that time, as any others.
 */
final class Holding {

    /** The longest time for which a call can be in flight. */
    static final long LONGEST_MILLIS = 300_000;

    private Holding() {}

    static Outcome hold(Policy policy, State state, long permits, long lastMillis, long nowMillis) {
        long now = Math.max(nowMillis, state.mark());
        long last = Math.max(now, lastMillis);
        Outcome taken = policy.take(
                state,
                permits,
                nowMillis,
                (counter, limit, at) -> counter.hold(limit, policy.cost(limit, permits), at, last));
        return taken.verdict().allowed()
                ? new Outcome(taken.state(), taken.verdict().bookedAt(last))
                : taken;
    }

    static Outcome end(Policy policy, State state, Change.EndHold end, long nowMillis) {
        long now = Math.max(nowMillis, state.mark());
        boolean isForgiven = policy.block().forgives(state.block(), end.takenMillis(), now);
        long permits = isForgiven ? 0 : end.permits();
        State next = Standing.at(policy, state, nowMillis).next(state.block(), (counter, limit, at) -> {
            // no more than one window has: what is longer ago is available again
            long used = Math.min(policy.cost(limit, end.used()), Standing.largestUse(limit, policy));
            return counter.endHold(
                    limit, new Held(policy.cost(limit, permits), used, end.takenMillis(), end.lastMillis()), at);
        });
        return new Outcome(next, policy.peek(next, end.permits(), nowMillis));
    }
}
