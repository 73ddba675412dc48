package dev.weir.outbound.queue.port;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Where the instances share the pace of a line: one entry of the grid, the text of a {@link SharedPace}. Safe for use
 * by many threads.
 */
public interface PaceBoard {

    /** How many instances there can be, this one included; 1 or more. Never waits. */
    int members();

    /**
     * Has {@code listener} called, on any thread, when another instance may have changed a pace: with what says for a
     * line whether it can be one of that. Is called for each line that is made, and never waits.
     *
     * @param listener the same for all lines; it must not block
     */
    void onChange(LineId line, Consumer<Predicate<LineId>> listener);

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
