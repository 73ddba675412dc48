package dev.weir.store.slot;

import dev.weir.MutableClock;
import dev.weir.core.Fallback;
import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.SlotsContract;
import dev.weir.store.StoreFixtures;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Three instances that share the slots of their keys. */
final class SlotInstances {

    static final CounterId ALICE = StoreFixtures.id(StoreFixtures.policy("100/1h"), "alice");
    static final String NAME = "tested|alice";

    final FakeGrid grid;
    final Instance first;
    final Instance second;
    final Instance third;
    private final MutableClock clock;

    SlotInstances(MutableClock clock) {
        this.clock = clock;
        this.grid = new FakeGrid(clock);
        grid.board.instant = true;
        this.first = new Instance(grid);
        this.second = new Instance(grid);
        this.third = new Instance(grid);
    }

    static final class Instance {

        final FakeGrid own;
        final ClusterStore store;
        private final List<Slots.Slot> held = new ArrayList<>();

        private Instance(FakeGrid grid) {
            this.own = new FakeGrid(grid);
            this.store = StoreFixtures.store(own);
        }

        Slots slots() {
            return store.slots();
        }

        Slots.Result ask(CounterId id, int most) {
            Slots.Result result = slots().take(id, most, StoreFixtures.noBudget());
            if (result instanceof Slots.Taken taken) {
                held.add(taken.slot());
            }
            return result;
        }

        boolean takes(int most) {
            return ask(ALICE, most) instanceof Slots.Taken;
        }

        void take(int times, int most) {
            for (int i = 0; i < times; i++) {
                held.add(SlotsContract.take(slots(), ALICE, most));
            }
        }

        /** Takes as many as there are; returns how many. */
        int takeAll(int most) {
            int taken = 0;
            while (taken < 1_000 && takes(most)) {
                taken++;
            }
            return taken;
        }

        void free(int times) {
            for (int i = 0; i < times; i++) {
                held.remove(held.size() - 1).free();
            }
        }

        void freeAll() {
            free(held.size());
        }

        int operations() {
            return own.slotOperations;
        }
    }

    static CounterId under(Fallback fallback) {
        return StoreFixtures.id(StoreFixtures.policy("100/1h", fallback), "alice");
    }

    /** A second passes for all but {@code frozen} ones. */
    void tick(Instance... frozen) {
        clock.advance(Duration.ofSeconds(1));
        for (Instance each : List.of(first, second, third)) {
            if (!List.of(frozen).contains(each)) {
                each.store.tick();
            }
        }
    }

    void pass(int seconds, Instance... frozen) {
        for (int i = 0; i < seconds; i++) {
            tick(frozen);
        }
    }

    /** How many slots the grid has booked. */
    long booked() {
        return SlotEntry.read(grid.board.slots.get(NAME)).orElseThrow().numberOfOthers(0);
    }

    /** The number of the instance for which the grid has booked {@code slots}. */
    int holderOf(int slots) {
        return SlotEntry.read(grid.board.slots.get(NAME)).orElseThrow().others(0).stream()
                .filter(booking -> booking.number() == slots)
                .findFirst()
                .orElseThrow()
                .holder();
    }
}
