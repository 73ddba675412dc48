package dev.weir.store.memory;

import dev.weir.store.Slots;
import dev.weir.store.SlotsContract;

class LocalSlotsContractTest extends SlotsContract {

    private final LocalSlots slots = new LocalSlots(clock, 1_000);

    @Override
    protected Slots slots() {
        return slots;
    }

    @Override
    protected void tick() {
        // nothing is visited
    }
}
