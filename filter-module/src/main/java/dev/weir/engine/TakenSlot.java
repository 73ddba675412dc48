package dev.weir.engine;

import dev.weir.Decision;
import dev.weir.Slot;
import java.util.Optional;

/**
 * A slot that an application has asked for; it can be empty, where it was refused or nothing is limited.
 *
 * @param refusal why there is no slot; empty if the work may begin
 */
record TakenSlot(Concurrency.Taken taken, Optional<Decision> refusal) implements Slot {

    static TakenSlot of(Concurrency.Taken taken) {
        return new TakenSlot(
                taken, taken.refusals().stream().map(Decision.class::cast).findFirst());
    }

    /** The key is blocked, whatever it holds. */
    static TakenSlot refused(Decision decision) {
        return new TakenSlot(Concurrency.Taken.NOTHING, Optional.of(decision));
    }

    @Override
    public void close() {
        taken.free();
    }
}
