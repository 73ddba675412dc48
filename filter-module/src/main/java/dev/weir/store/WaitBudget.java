package dev.weir.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The time that one request can still wait for the cluster, over all of its policies. Belongs to one request: not safe
 * for use by several threads at once.
 */
public final class WaitBudget {

    private final LongSupplier nanoTime;
    private long leftNanos;
    private long spentNanos;
    private LongConsumer waits = nanos -> {};

    /**
     * Starts with {@code millis} to wait.
     *
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public WaitBudget(long millis, LongSupplier nanoTime) {
        this.leftNanos = TimeUnit.MILLISECONDS.toNanos(millis);
        this.nanoTime = nanoTime;
    }

    /** Passes the nanoseconds of each wait to {@code listener}, when it has ended. Returns this budget. */
    public WaitBudget reportingTo(LongConsumer listener) {
        waits = listener;
        return this;
    }

    /** The nanoseconds that were waited so far. */
    public long spentNanos() {
        return spentNanos;
    }

    /** Whether there is any left. */
    public boolean isLeft() {
        return leftNanos > 0;
    }

    /** Waits for {@code answer} while the budget lasts; empty if it failed or did not arrive. */
    public <T> Optional<T> await(CompletableFuture<T> answer) {
        return await(answer, Long.MAX_VALUE);
    }

    /** Does the same for at most {@code mostMillis}. */
    public <T> Optional<T> await(CompletableFuture<T> answer, long mostMillis) {
        if (answer.isDone()) {
            // without the exception that get would throw
            return answer.isCompletedExceptionally() ? Optional.empty() : Optional.of(answer.join());
        }
        if (leftNanos <= 0) {
            return Optional.empty();
        }
        long start = nanoTime.getAsLong();
        try {
            return Optional.of(
                    answer.get(Math.min(leftNanos, TimeUnit.MILLISECONDS.toNanos(mostMillis)), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            long waited = nanoTime.getAsLong() - start;
            leftNanos -= waited;
            spentNanos += waited;
            waits.accept(waited);
        }
    }
}
