package dev.weir.store.cluster;

import dev.weir.store.gate.Gate;
import dev.weir.store.grid.Grid;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What this instance asks others for at once, and what it waits for: leases of keys that it would have to refuse. Asked
 * by {@linkplain Grid#hint hints}, because a request waits. Safe for use by many threads.
 */
final class Recalls {

    private static final char NOTICE = 'n';
    private static final char ANSWER = 'a';
    private static final long LONGEST_WAIT_MILLIS = 20;

    private final Grid grid;
    private final Background background;
    private final long waitMillis;
    private final Map<String, Recall> recalls = new ConcurrentHashMap<>();

    /** @param timeoutMillis the time that a request waits for the cluster: a recall takes less than half of it */
    Recalls(Grid grid, Background background, long timeoutMillis) {
        this.grid = grid;
        this.background = background;
        this.waitMillis = Math.min(LONGEST_WAIT_MILLIS, timeoutMillis / 2);
    }

    /** @param missing how many instances have not answered */
    private record Recall(Gate gate, AtomicInteger missing) {}

    /**
     * Asks {@code holders} instances by {@code notice} for their leases of the counter {@code text}. Returns false if
     * there is no way to do so at once.
     */
    boolean begin(Gate gate, String text, int holders, Notice notice) {
        Recall recall = new Recall(gate, new AtomicInteger(holders));
        recalls.put(text, recall);
        try {
            if (waitMillis > 0 && grid.members() > 1 && hint(notice)) {
                background.after(waitMillis, () -> end(text, recall));
                return true;
            }
        } catch (RejectedExecutionException e) {
            // the store is closing
        }
        recalls.remove(text, recall);
        return false;
    }

    private void end(String text, Recall recall) {
        recalls.remove(text, recall);
        recall.gate.outside().endRecall();
    }

    /** Passes on {@code notice} at once. Returns false if the grid cannot do that. */
    boolean hint(Notice notice) {
        return grid.hint(NOTICE + new Board.Posting(0, notice).encode());
    }

    /** The lease of the counter {@code text} was returned, for which another instance asked. */
    void answer(String text) {
        boolean unused = grid.hint(ANSWER + text);
    }

    private void answered(String text) {
        Recall recall = recalls.get(text);
        if (recall != null && recall.missing.decrementAndGet() <= 0) {
            end(text, recall);
        }
    }

    /** Another instance has passed on {@code hint}. Returns the notice, if it is one. */
    Optional<Notice> heard(String hint) {
        char letter = hint.isEmpty() ? ' ' : hint.charAt(0);
        if (letter == ANSWER) {
            answered(hint.substring(1));
        }
        return letter == NOTICE ? Board.Posting.decode(hint.substring(1)) : Optional.empty();
    }
}
