package dev.weir.core;

/**
 * A pure step from one state to the next. A store applies it repeatedly until the swap from the state that it read to
 * the state that the step returned is made atomically. Immutable.
 */
public sealed interface Change {

    /**
     * Returns the result of the change to {@code state} under {@code policy} at {@code nowMillis}, in milliseconds
     * since the epoch.
     */
    Outcome apply(Policy policy, State state, long nowMillis);

    /** The number of permits that this takes, checks or refunds: 1 or more. */
    long permits();

    /** Whether {@code change} takes permits if the limits have them. */
    static boolean takes(Change change) {
        return change instanceof Acquire || change instanceof Hold;
    }

    /** Takes one permit; shared, because most requests do that. */
    Change ACQUIRE_ONE = new Acquire(1);

    /** Returns a change that takes {@code permits} from every limit, or from none. */
    static Change acquire(long permits) {
        return permits == 1 ? ACQUIRE_ONE : new Acquire(permits);
    }

    /** A change that can be refused because there are not enough permits. */
    sealed interface Query extends Change permits Acquire, Hold, Peek {}

    /**
     * A change of what was charged or blocked before. It is never withdrawn: what has to be corrected has happened,
     * whether or not a request still waits.
     */
    sealed interface Correction extends Change permits Refund, Settle, EndHold, Unblock {}

    /** Takes permits from every limit, or from none. */
    record Acquire(long permits) implements Query {
        @Override
        public Outcome apply(Policy policy, State state, long nowMillis) {
            return policy.acquire(state, permits, nowMillis);
        }
    }

    /**
     * Takes permits from every limit, or from none, for a call that can use them at any time until {@code lastMillis}.
     * The verdict's time is that one, as the counters have it: {@link EndHold} has to name it.
     */
    record Hold(long permits, long lastMillis) implements Query {
        @Override
        public Outcome apply(Policy policy, State state, long nowMillis) {
            return Holding.hold(policy, state, permits, lastMillis, nowMillis);
        }
    }

    /** Checks whether permits could be taken, without taking them. */
    record Peek(long permits) implements Query {

        /** Checks whether one permit could be taken. */
        public static final Peek ONE = new Peek(1);

        @Override
        public Outcome apply(Policy policy, State state, long nowMillis) {
            return new Outcome(state, policy.peek(state, permits, nowMillis));
        }
    }

    /**
     * Refunds permits that were taken at {@code takenMillis}.
     *
     * @param takenHere whether this instance counted them in place of the cluster
     */
    record Refund(long permits, long takenMillis, boolean takenHere) implements Correction {

        /** Refunds permits that the cluster has counted. */
        public Refund(long permits, long takenMillis) {
            this(permits, takenMillis, false);
        }

        @Override
        public Outcome apply(Policy policy, State state, long nowMillis) {
            return policy.refund(state, permits, takenMillis, nowMillis);
        }
    }

    /**
     * Takes permits that were used already, whether or not the limits have them: at most as many as they have in a
     * window.
     */
    record Settle(long permits) implements Correction {
        @Override
        public Outcome apply(Policy policy, State state, long nowMillis) {
            State settled = policy.settle(state, permits, Block.NONE, nowMillis);
            return new Outcome(settled, policy.peek(settled, 1, nowMillis));
        }
    }

    /**
     * Ends a {@link Hold}, once: what was used of it counts as used now.
     *
     * @param permits how many were held, 1 or more
     * @param used how many of them were used, or more
     * @param takenMillis when they were taken
     * @param lastMillis the time of the verdict on the hold
     */
    record EndHold(long permits, long used, long takenMillis, long lastMillis) implements Correction {
        @Override
        public Outcome apply(Policy policy, State state, long nowMillis) {
            return Holding.end(policy, state, this, nowMillis);
        }

        /** How many more were used than were held. */
        public long more() {
            return Math.max(0, used - permits);
        }

        /** How many were held and not used. */
        public long unused() {
            return Math.max(0, permits - used);
        }
    }

    /**
     * Ends the block of the key. What it has used stays in use, and the block counts for the length of the next one as
     * if it had lasted until now.
     */
    record Unblock() implements Correction {
        @Override
        public Outcome apply(Policy policy, State state, long nowMillis) {
            State unblocked = state.unblocked(nowMillis);
            return new Outcome(unblocked, policy.peek(unblocked, 1, nowMillis));
        }

        @Override
        public long permits() {
            return 1;
        }
    }

    /** Resets the usage of the key, its block, and the blocks before. */
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
