package dev.weir.http;

import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.WaitBudget;
import java.util.Optional;

/** Slots that answer as a test says, where it says something. */
final class BreakableSlots implements Slots {

    private final Slots slots;
    /** What is said to everybody who wants a slot. */
    Optional<Result> saying = Optional.empty();
    /** Whether it is not known from memory that all are held. */
    boolean forgetful;
    /** Whether it fails to say anything. */
    boolean failing;
    /** How many have wanted a slot. */
    int taking;

    BreakableSlots(Slots slots) {
        this.slots = slots;
    }

    @Override
    public Result take(CounterId id, int most, WaitBudget budget) {
        taking++;
        if (failing) {
            throw new IllegalStateException("slots are broken");
        }
        return saying.orElseGet(() -> slots.take(id, most, budget));
    }

    @Override
    public boolean isFull(CounterId id, int most) {
        return !forgetful && saying.isEmpty() && slots.isFull(id, most);
    }

    @Override
    public int held(CounterId id) {
        return slots.held(id);
    }

    @Override
    public void prepare() {
        slots.prepare();
    }
}
