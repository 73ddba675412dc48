package dev.weir.outbound.runtime;

import dev.weir.outbound.retry.RetryBudget;
import dev.weir.spi.SharedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Shares the budget of retries of one policy: one text with a line for each instance. Safe for use by many threads.
 */
final class SharedBudget {

    /** Lines of instances that have ended are dropped when there are as many others. */
    private static final int MOST_INSTANCES = 100;

    private final RetryBudget budget;
    private final SharedText text;
    private final AtomicBoolean exchanging = new AtomicBoolean();
    private volatile String lastWritten = "";

    SharedBudget(RetryBudget budget, SharedText text) {
        this.budget = budget;
        this.text = text;
    }

    /** Learns what the others did, and tells them what this instance did. Returns at once. */
    void exchange() {
        if (!exchanging.compareAndSet(false, true)) {
            return;
        }
        var unused = text.get().thenCompose(this::tell).whenComplete((done, failure) -> exchanging.set(false));
    }

    private CompletionStage<Boolean> tell(Optional<String> present) {
        String own = budget.text();
        String instance = nameOf(own);
        List<String> lines = new ArrayList<>(List.of(own));
        present.ifPresent(all -> all.lines()
                .filter(line -> !nameOf(line).equals(instance))
                .limit(MOST_INSTANCES)
                .forEach(line -> {
                    budget.merge(line);
                    lines.add(line);
                }));
        if (own.equals(lastWritten)) {
            return CompletableFuture.completedFuture(true);
        }
        // if another instance was faster, the next exchange tells
        return text.replace(present, String.join("\n", lines)).whenComplete((done, failure) -> {
            if (Boolean.TRUE.equals(done)) {
                lastWritten = own;
            }
        });
    }

    private static String nameOf(String line) {
        int end = line.indexOf(';');
        return end < 0 ? line : line.substring(0, end);
    }
}
