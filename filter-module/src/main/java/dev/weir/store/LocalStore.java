package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.Source;
import dev.weir.core.State;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counters in the memory of this instance, at most so many. Safe for use by many threads. */
public final class LocalStore implements CounterStore {

    /** From the request after so many in a row on a key is leased: a lease takes as much memory as all else that is kept of a key. */
    private static final int IN_A_ROW_BEFORE_LEASE = 8;

    private final InstantSource clock;
    private final KeyTable<LocalCounter> counters;

    /** A store of at most {@code maxKeys} keys, and as many that are refused. */
    public LocalStore(InstantSource clock, long maxKeys) {
        this.clock = clock;
        this.counters = new KeyTable<>(clock, maxKeys, LocalCounter::new, dropped -> {});
    }

    @Override
    public Answer apply(CounterId id, Change change, Supplier<Patience> patience) {
        return applyFrom(() -> State.EMPTY, id, change);
    }

    @Override
    public Answer glance(CounterId id, long permits) {
        return applyFrom(() -> State.EMPTY, id, new Change.Peek(permits));
    }

    /** Applies {@code change}; a key that is not known here starts from {@code start}. */
    Answer.Counted applyFrom(Supplier<State> start, CounterId id, Change change) {
        long now = clock.millis();
        Answer.Counted answer = null;
        while (answer == null) {
            LocalCounter counter = counters.get(id);
            answer = counter.answer(id.policy(), change, now) instanceof Answer.Counted remembered
                    ? remembered
                    : counter.count(start, id, change, now);
        }
        return answer;
    }

    /** When the block of a counter ends, in milliseconds since the epoch; 0 if there never was one. */
    long blockedUntil(CounterId id) {
        return counters.get(id).known().blockedUntil();
    }

    /** Forgets a counter; the next one starts afresh. */
    void forget(CounterId id) {
        counters.remove(id);
    }

    /** Lets go of what says nothing any more. */
    void sweep() {
        counters.sweep();
    }

    /** How many keys are held. */
    long size() {
        return counters.size();
    }

    @Override
    public void prepare(Policy policy) {
        // a map needs no preparation
    }

    @Override
    public void close() {
        // nothing to let go of
    }

    /** One counter. It lends to itself: most requests then need neither a lock nor a new state. */
    private static final class LocalCounter extends Shortcut {

        private @Nullable State state;
        private boolean swept;
        /** Requests since the last rest of twice a lease, as far as that is of interest. */
        private byte inARow;

        LocalCounter(CounterId id) {
            super(id);
        }

        @Override
        synchronized State known() {
            return state == null ? State.EMPTY : state;
        }

        /** Null if this counter is no longer the one of its key. */
        synchronized Answer.@Nullable Counted count(
                Supplier<State> start, CounterId asked, Change change, long nowMillis) {
            if (swept) {
                return null;
            }
            if (!asked.policy().equals(policy())) {
                // a permit can cost something else from now on
                returnLease(nowMillis);
            }
            // whoever had the lock before may have left a lease
            follow(asked.policy());
            if (answer(asked.policy(), change, nowMillis) instanceof Answer.Counted remembered) {
                return remembered;
            }
            State base = state == null ? start.get() : state;
            Booking booking = new Booking(asked.policy(), base, nowMillis);
            endLease().ifPresent(booking::end);
            booking.apply(change, Source.LOCAL);
            booking.lend(booking.admits() ? leaseSize(base, booking) : 0, Source.LOCAL);
            state = booking.state();
            remember(booking.lease(), booking.denial());
            return new Answer.Counted(booking.verdicts().get(0), Source.LOCAL);
        }

        private void returnLease(long nowMillis) {
            if (hasLease()) {
                Booking booking = new Booking(policy(), known(), nowMillis);
                endLease().ifPresent(booking::end);
                state = booking.state();
            }
        }

        /** All that can be lent, because nobody else would want it; nothing to a key that is asked for now and then. */
        private long leaseSize(State base, Booking booking) {
            long now = booking.nowMillis();
            // the last change can be the lease that has just ended
            boolean rested = now - base.mark() >= 2 * policy().leaseMillis();
            inARow = (byte) (rested ? 1 : Math.min(inARow + 1, IN_A_ROW_BEFORE_LEASE + 1));
            boolean often = inARow > IN_A_ROW_BEFORE_LEASE;
            long lendable = often ? policy().lendable(booking.state(), now) : 0;
            return lendable < Lending.SMALLEST ? 0 : lendable;
        }

        @Override
        synchronized boolean isForgotten(long nowMillis) {
            forgetOldDenial(nowMillis);
            if (leaseHasEnded(nowMillis)) {
                // a key that is not asked for any more needs the room of its state only
                returnLease(nowMillis);
            }
            swept |= !isNeeded(nowMillis) && !hasLease() && policy().millisUntilForgotten(known(), nowMillis) == 0;
            return swept;
        }
    }
}
