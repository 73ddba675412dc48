package dev.weir.outbound.queue.port;

import dev.weir.Slot;
import java.util.concurrent.CompletionStage;

/** Where lines with a {@code concurrency} take their slots from, over all instances. Safe for use by many threads. */
@FunctionalInterface
public interface SlotSource {

    /**
     * Takes a slot, or is refused one; completes on any thread, within the time that a request may wait for the store.
     */
    CompletionStage<Slot> slot(LineId line);
}
