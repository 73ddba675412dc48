package dev.weir.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The time that one request can still wait for the cluster, over all of its policies. Belongs to one request: not safe
 * for use by several threads at once.
 */
public final class WaitBudget {

    private final LongSupplier nanoTime;
    private long leftNanos;

    /**
     * Starts with {@code millis} to wait.
     *
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public WaitBudget(long millis, LongSupplier nanoTime) {
        this.leftNanos = TimeUnit.MILLISECONDS.toNanos(millis);
        this.nanoTime = nanoTime;
    }

    /** Whether there is any left. */
    public boolean isLeft() {
        return leftNanos > 0;
    }

    /** Waits for {@code answer} while the budget lasts; empty if it failed or did not arrive. */
    public <T> Optional<T> await(CompletableFuture<T> answer) {
        if (answer.isDone()) {
            // without the exception that get would throw
            return answer.isCompletedExceptionally() ? Optional.empty() : Optional.of(answer.join());
        }
        if (leftNanos <= 0) {
            return Optional.empty();
        }
        long start = nanoTime.getAsLong();
        try {
            return Optional.of(answer.get(leftNanos, TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            leftNanos -= nanoTime.getAsLong() - start;
        }
    }
}
