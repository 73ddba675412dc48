package dev.weir.core;

/**
 * One pure step from a state to the next. Stores apply it, as often as they have to, until the step from the state that
 * they found to the one that it returned was made atomically. Immutable.
 */
public sealed interface Change {

    /** What becomes of {@code state} under {@code policy} at {@code nowMillis}, in milliseconds since the epoch. */
    Outcome apply(Policy policy, State state, long nowMillis);

    /** How many permits this takes, looks for or gives back: 1 or more. */
    long permits();

    /** Takes one permit; shared, because most requests do that. */
    Change ACQUIRE_ONE = new Acquire(1);

    /** Takes {@code permits} from every limit, or from none. */
    static Change acquire(long permits) {
        return permits == 1 ? ACQUIRE_ONE : new Acquire(permits);
    }

    /** A change that can be refused because there are not enough permits. */
    sealed interface Query extends Change permits Acquire, Peek {}

    /** Takes permits from every limit, or from none. */
    record Acquire(long permits) implements Query {
        @Override
        public Outcome apply(Policy policy, State state, long nowMillis) {
            return policy.acquire(state, permits, nowMillis);
        }
    }

    /** Looks whether permits could be taken. */
    record Peek(long permits) implements Query {

        /** Whether one permit could be taken. */
        public static final Peek ONE = new Peek(1);

        @Override
        public Outcome apply(Policy policy, State state, long nowMillis) {
            return new Outcome(state, policy.peek(state, permits, nowMillis));
        }
    }

    /** Gives back permits that were taken at {@code takenMillis}. */
    record Refund(long permits, long takenMillis) implements Change {
        @Override
        public Outcome apply(Policy policy, State state, long nowMillis) {
            return policy.refund(state, permits, takenMillis, nowMillis);
        }
    }

    /** Forgets what the key has used, and its block. */
    record Reset() implements Change {
        @Override
        public Outcome apply(Policy policy, State state, long nowMillis) {
            State reset = state.reset(nowMillis);
            return new Outcome(reset, policy.peek(reset, 1, nowMillis));
        }

        @Override
        public long permits() {
            return 1;
        }
    }
}
