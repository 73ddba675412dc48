package dev.weir.monitor.report;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** First questions that wait until the other instances have answered. Safe for use by many threads. */
final class FirstAnswers {

    /** One waits so long at most. */
    private static final long LONGEST_MILLIS = 200;

    private final List<Waiting> waiting = new CopyOnWriteArrayList<>();

    /** One of them. */
    private static final class Waiting {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final BooleanSupplier complete;

        Waiting(BooleanSupplier complete) {
            this.complete = complete;
        }
    }

    /**
     * Waits a fifth of a second at most.
     *
     * @param complete whether all answers are there; it is asked after each {@link #news}
     * @param begin begins to look for answers, and can find them at once
     */
    void await(BooleanSupplier complete, Runnable begin) {
        Waiting question = new Waiting(complete);
        waiting.add(question);
        try {
            begin.run();
            if (!complete.getAsBoolean()) {
                var unused = question.done.get(LONGEST_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            // they are shown as they were known before
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.remove(question);
        }
    }

    /** There is another answer. */
    void news() {
        for (Waiting each : waiting) {
            if (each.complete.getAsBoolean()) {
                each.done.complete(null);
            }
        }
    }
}
