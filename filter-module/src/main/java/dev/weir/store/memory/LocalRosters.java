package dev.weir.store.memory;

import dev.weir.store.CounterId;
import dev.weir.store.Roster;
import dev.weir.store.Rosters;
import dev.weir.store.WaitBudget;
import java.time.InstantSource;
import java.util.Optional;

/** Rosters of an instance that shares nothing, up to a maximum. Safe for use by many threads. */
public final class LocalRosters implements Rosters {

    private final InstantSource clock;
    private final KeyTable<RosterSlot<LocalRoster>> rosters;

    /** Rosters of at most {@code maxKeys} keys, and half as many again that principals have entered today. */
    public LocalRosters(InstantSource clock, long maxKeys) {
        this.clock = clock;
        this.rosters = new KeyTable<>(
                clock,
                maxKeys,
                id -> new RosterSlot<>(id, Roster.day(clock.millis()), LocalRoster::new),
                evicted -> {});
    }

    /** One roster. */
    private static final class LocalRoster implements RosterSlot.OfDay {

        private final long day;
        private volatile Roster roster = Roster.EMPTY;

        LocalRoster(long day) {
            this.day = day;
        }

        Answer look(String entry, int most) {
            Roster present = roster;
            if (present.has(entry)) {
                return Answer.ADMITTED;
            }
            return present.size() >= most ? Answer.FULL : Answer.UNKNOWN;
        }

        synchronized Answer enter(String entry, int most) {
            Answer known = look(entry, most);
            if (known != Answer.UNKNOWN) {
                return known;
            }
            roster = roster.with(entry);
            return Answer.ADMITTED;
        }

        @Override
        public long day() {
            return day;
        }

        @Override
        public boolean isPinned() {
            return roster.size() > 0;
        }
    }

    @Override
    public Answer look(CounterId id, String entry, int most) {
        return roster(id).look(entry, most);
    }

    @Override
    public Answer enter(CounterId id, String entry, int most, WaitBudget budget) {
        return roster(id).enter(entry, most);
    }

    private LocalRoster roster(CounterId id) {
        Optional<LocalRoster> found = Optional.empty();
        while (found.isEmpty()) {
            found = rosters.get(id).on(Roster.day(clock.millis()));
        }
        return found.get();
    }

    @Override
    public long millisToEndOfDay() {
        return Roster.millisToEndOfDay(clock.millis());
    }

    @Override
    public void prepare() {
        // a map needs no preparation
    }

    /** Evicts the rosters of days that are over. */
    public void sweep() {
        rosters.sweep();
    }
}
