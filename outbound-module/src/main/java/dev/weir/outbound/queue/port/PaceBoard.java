package dev.weir.outbound.queue.port;

import dev.weir.outbound.queue.ThrottleQueue;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Where the instances share the pace of a line: one entry of the grid, the text of a {@link SharedPace}. An instance
 * that is told of a change hands it to {@link ThrottleQueue#paceChanged}. Safe for use by many threads.
 */
public interface PaceBoard {

    /** How many instances there can be, this one included; 1 or more. Never waits. */
    int members();

    /** Reads the pace, {@link SharedPace#FULL} if there is no entry. Completes on any thread. */
    CompletionStage<SharedPace> read(LineId line);

    /**
     * Changes the pace by a swap, which is repeated with what another instance has written meanwhile.
     *
     * @param change a pure function
     * @return the pace after the change; completes on any thread
     */
    CompletionStage<SharedPace> change(LineId line, UnaryOperator<SharedPace> change);
}
