package dev.weir.outbound.statistics;

import java.time.Duration;

/**
 * Is told what happens to limited calls. All methods return at once, throw nothing, and are safe for use by many
 * threads; nanoseconds are durations.
 *
 * <p>Each attempt that gets its permits is told of by {@link #waited}, and by {@link #called} when it has ended. The
 * call of the application, with all its attempts, is told of by {@link #ended} once; if nothing was sent, by that
 * alone. A permit that the application took itself is an attempt and a call: both succeed when it is closed; a
 * permit that is cancelled is told of by {@link #ended} with {@link Outcome.NotSent#CANCELLED}.
 */
public interface ThrottleListener {

    /** Listens to nothing. */
    ThrottleListener NONE = new ThrottleListener() {};

    /** An attempt has its permits after {@code nanos}, and begins. */
    default void waited(String policy, long nanos) {}

    /** An attempt that had its permits needs them no more: it has ended, or did not begin. */
    default void returned(String policy) {}

    /** An attempt has ended, {@code nanos} after its begin. */
    default void called(String policy, Outcome.Sent outcome, long nanos) {}

    /** A call of the application has ended: its result or exception is known. */
    default void ended(String policy, Outcome outcome) {}

    /** A call is made again. */
    default void retried(String policy) {}

    /** The remote refused a call; zero if it named no time after which it accepts others. */
    default void remoteRefused(String policy, Duration retryAfter) {}

    /** A call waits so long before it is made again. */
    default void backedOff(String policy, Duration pause) {}

    /** All calls of the policy, on all instances, wait so long. Told on the instance that decided it. */
    default void paused(String policy, Duration pause) {}

    /** The policy goes on with that share of its rate, less than before. */
    default void tightened(String policy, double share) {}

    /** All tasks of {@code runAll} have ended. */
    default void batch(String policy, int tasks, int failures) {}
}
