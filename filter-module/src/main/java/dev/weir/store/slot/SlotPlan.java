package dev.weir.store.slot;

import dev.weir.store.slot.SlotEntry.Booking;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The answers to some arrivals, and the entry that makes them true.
 *
 * @param expected the text that the grid has to have, null for none
 * @param number how many slots {@code next} has for this instance
 * @param swaps whether {@code next} has to take the place of what is expected
 * @param sure whether the answers are true of the present entry though it is neither read nor swapped
 * @param others what other instances have booked
 */
record SlotPlan(
        List<Arrival> arrivals,
        List<Boolean> answers,
        SlotEntry next,
        @Nullable String expected,
        int number,
        boolean swaps,
        boolean sure,
        List<Booking> others) {

    /** A request that waits for a slot. */
    record Arrival(int most, CompletableFuture<Boolean> answer) {}

    /**
     * What there is to decide.
     *
     * @param dead holders whose bookings do not count
     * @param covered whether what is booked is known to be this instance's still
     * @param full whether the grid takes in no entry that it does not have
     * @param ends whether nothing is booked ahead
     */
    record Question(
            List<Arrival> arrivals, Set<Integer> dead, boolean covered, boolean full, boolean ends, long nowMillis) {}

    int granted() {
        return Collections.frequency(answers, true);
    }

    boolean refuses() {
        return answers.contains(false);
    }
}
