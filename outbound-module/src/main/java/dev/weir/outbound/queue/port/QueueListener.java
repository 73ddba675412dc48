package dev.weir.outbound.queue.port;

import dev.weir.Limit;
import java.time.Duration;

/** Is told what happens in lines. All methods return at once and throw nothing. */
public interface QueueListener {

    /** Listens to nothing. */
    QueueListener NONE = new QueueListener() {};

    /** A call has its permits, {@code nanos} nanoseconds after it asked. */
    default void granted(LineId line, long nanos) {}

    /** A call that had its permits has ended, or did not need them. */
    default void returned(LineId line) {}

    /** A call has none: its wait would be too long, or was. */
    default void gaveUp(LineId line) {}

    /** {@code remaining} permits of {@code limit} are left, fewer than the policy's {@code near}; once a window. */
    default void near(LineId line, Limit limit, long remaining) {}

    /** No call is made for {@code pause}; told on each instance as it learns of it. */
    default void paused(LineId line, Duration pause) {}

    /**
     * From now on {@code permille} of the rate are used, no more {@code before}; told on each instance as it learns of
     * it.
     */
    default void rated(LineId line, int before, int permille) {}
}
