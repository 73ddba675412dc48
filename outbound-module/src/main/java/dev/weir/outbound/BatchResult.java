package dev.weir.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of the tasks of {@link Throttle#runAll}, in their order. Immutable.
 *
 * @param <T> what a task returns
 * @param results one for each task
 * @param elapsed from the start of the first to the end of the last
 */
public record BatchResult<T extends @Nullable Object>(List<Result<T>> results, Duration elapsed) {

    public BatchResult {
        results = List.copyOf(results);
    }

    /**
     * What became of one task. Immutable.
     *
     * @param <T> what it returns
     */
    public sealed interface Result<T extends @Nullable Object> {}

    /** It returned {@code value}. */
    public record Success<T extends @Nullable Object>(T value) implements Result<T> {}

    /** It threw {@code cause}, or was not run because of it, or took too long. */
    public record Failure<T extends @Nullable Object>(Throwable cause) implements Result<T> {}

    /** What the tasks returned that did not fail, in their order. */
    public List<T> values() {
        List<T> values = new ArrayList<>();
        for (Result<T> each : results) {
            if (each instanceof Success<T> success) {
                values.add(success.value());
            }
        }
        return values;
    }

    /** Why the tasks failed that did, in their order. */
    public List<Throwable> failures() {
        List<Throwable> failures = new ArrayList<>();
        for (Result<T> each : results) {
            if (each instanceof Failure<T> failure) {
                failures.add(failure.cause());
            }
        }
        return failures;
    }

    /** The first failure; empty if all tasks succeeded. */
    public Optional<Throwable> firstFailure() {
        return failures().stream().findFirst();
    }
}
