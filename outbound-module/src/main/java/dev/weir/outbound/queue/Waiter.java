package dev.weir.outbound.queue;

import dev.weir.outbound.Permit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One call that waits. Identity matters.
 *
 * <p>It stands in the lines of all its policies, in all of them in the same order as others do, and has its turn
 * when it is the first of each: so two that share lines never wait for each other.
 */
final class Waiter {

    private final List<Line> lines;
    private final long permits;
    private final int priority;
    private final Duration maxWait;
    private final long since;
    private final long deadline;
    private final CompletableFuture<Permit> future;

    Waiter(
            List<Line> lines,
            long permits,
            int priority,
            Duration maxWait,
            long since,
            CompletableFuture<Permit> future) {
        this.lines = List.copyOf(lines);
        this.permits = permits;
        this.priority = priority;
        this.maxWait = maxWait;
        this.since = since;
        this.deadline = since + maxWait.toNanos();
        this.future = future;
    }

    List<Line> lines() {
        return lines;
    }

    long permits() {
        return permits;
    }

    int priority() {
        return priority;
    }

    Duration maxWait() {
        return maxWait;
    }

    long since() {
        return since;
    }

    long deadline() {
        return deadline;
    }

    CompletableFuture<Permit> future() {
        return future;
    }

    /** Whether it is the first of all its lines. */
    boolean hasTurn() {
        for (Line line : lines) {
            if (line.waiting().head().filter(head -> head == this).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
