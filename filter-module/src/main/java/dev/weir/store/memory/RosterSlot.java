package dev.weir.store.memory;

import dev.weir.store.CounterId;
import dev.weir.store.Roster;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What this instance holds of the rosters of one key: that of the present day, which takes the place of the one before.
 * Safe for use by many threads.
 *
 * @param <T> what is held of a day
 */
public final class RosterSlot<T extends RosterSlot.OfDay> implements KeyTable.Entry {

    /** What is held of the roster of one day. */
    public interface OfDay {

        /** The number of the day. */
        long day();

        /** Whether to forget this could admit a principal too many. */
        boolean isPinned();
    }

    private final CounterId id;
    private final LongFunction<T> maker;
    private volatile T present;
    /** Guarded by this object. */
    private boolean swept;
    /** Not volatile: to miss one reference does no harm. */
    private boolean referenced;

    /**
     * A slot with the roster of {@code day}.
     *
     * @param maker makes that of a day on which no principal has come yet
     */
    public RosterSlot(CounterId id, long day, LongFunction<T> maker) {
        this.id = id;
        this.maker = maker;
        this.present = maker.apply(day);
    }

    /**
     * What is held of {@code day}, or of a later one if that has begun here: time does not go back. Empty if this slot
     * was evicted before that day.
     */
    public Optional<T> on(long day) {
        T last = present;
        return last.day() >= day ? Optional.of(last) : next(day);
    }

    private synchronized Optional<T> next(long day) {
        if (present.day() < day) {
            if (swept) {
                return Optional.empty();
            }
            present = maker.apply(day);
        }
        return Optional.of(present);
    }

    /** What is held of the last day that has begun here. */
    public T last() {
        return present;
    }

    @Override
    public CounterId id() {
        return id;
    }

    @Override
    public void markReferenced() {
        if (!referenced) {
            referenced = true;
        }
    }

    @Override
    public boolean clearReferenced() {
        boolean was = referenced;
        referenced = false;
        return was;
    }

    @Override
    public boolean isPinned(long nowMillis) {
        return present.isPinned() && present.day() >= Roster.day(nowMillis);
    }

    /** Principals are turned away for a day, and never blocked. */
    @Override
    public boolean isRefused(long nowMillis) {
        return false;
    }

    @Override
    public synchronized boolean isExpired(long nowMillis) {
        swept |= present.day() < Roster.day(nowMillis);
        return swept;
    }
}
