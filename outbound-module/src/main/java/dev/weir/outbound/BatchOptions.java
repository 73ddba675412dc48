package dev.weir.outbound;

import java.time.Duration;
import java.util.Optional;

/**
 * How {@link Throttle#runAll} runs its tasks. Immutable; made from {@link #defaults()}, which stands for the properties
 * of the policy.
 *
 * <pre>
 * BatchOptions.defaults().withTaskTimeout(Duration.ofSeconds(5)).withProgress((done, all) -&gt; ...)
 * </pre>
 *
 * @param size how many tasks run at once, 1 or more; empty: {@code ratelimit.throttle.<policy>.batch.size}
 * @param pause how long to wait between batches; empty: {@code ratelimit.throttle.<policy>.batch.pause}
 * @param taskTimeout how long a task may run, from its start; empty: {@code ratelimit.throttle.<policy>.task-timeout}
 * @param maxWait the longest wait of one task for its permit; empty: as long as it takes
 * @param progress is told of each task that has ended
 */
public record BatchOptions(
        Optional<Integer> size,
        Optional<Duration> pause,
        Optional<Duration> taskTimeout,
        Optional<Duration> maxWait,
        Progress progress) {

    private static final BatchOptions DEFAULTS =
            new BatchOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), (done, all) -> {});

    /** Told of the progress of a batch, by the threads that run it, one after the other. */
    @FunctionalInterface
    public interface Progress {
        /** {@code done} of {@code all} tasks have ended, whether or not they failed. */
        void ended(int done, int all);
    }

    /** @throws IllegalArgumentException if a number or a time is out of its range */
    public BatchOptions {
        size.ifPresent(each -> require(each >= 1, "size must be >= 1", each));
        pause.ifPresent(each -> require(!each.isNegative(), "pause must be >= 0", each));
        taskTimeout.ifPresent(each -> require(each.compareTo(Duration.ZERO) > 0, "taskTimeout must be > 0", each));
        maxWait.ifPresent(each -> require(!each.isNegative(), "maxWait must be >= 0", each));
    }

    private static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", was \"" + value + '"');
        }
    }

    /** As the properties of the policy say. */
    public static BatchOptions defaults() {
        return DEFAULTS;
    }

    /** Returns the same options with a number of tasks at once. */
    public BatchOptions withSize(int tasks) {
        return new BatchOptions(Optional.of(tasks), pause, taskTimeout, maxWait, progress);
    }

    /** Returns the same options with a pause between batches. */
    public BatchOptions withPause(Duration between) {
        return new BatchOptions(size, Optional.of(between), taskTimeout, maxWait, progress);
    }

    /** Returns the same options with the longest time that a task may run. */
    public BatchOptions withTaskTimeout(Duration longest) {
        return new BatchOptions(size, pause, Optional.of(longest), maxWait, progress);
    }

    /** Returns the same options with the longest wait of one task for its permit. */
    public BatchOptions withMaxWait(Duration longest) {
        return new BatchOptions(size, pause, taskTimeout, Optional.of(longest), progress);
    }

    /** Returns the same options with a listener. */
    public BatchOptions withProgress(Progress listener) {
        return new BatchOptions(size, pause, taskTimeout, maxWait, listener);
    }
}
