package dev.weir.store.grid;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/** The noticeboard, the texts and the hints of one or several {@link FakeGrid}s. */
public final class FakeNoticeboard {

    public final Map<String, String> entries = new HashMap<>();
    /** The texts that are kept for good. */
    public final Map<String, String> texts = new HashMap<>();
    /** What is known of logins. */
    public final Map<String, String> logins = new HashMap<>();
    /** Slots, and when instances renewed theirs. */
    public final Map<String, String> slots = new HashMap<>();
    /** What instances report of themselves. */
    public final Map<String, String> reports = new HashMap<>();
    /** Hints that were passed on and have not arrived; see {@link #deliver}. */
    public final Queue<Runnable> undelivered = new ArrayDeque<>();
    /** Whether hints arrive at once. */
    public boolean instant;
    /** Whether grids can pass hints on. */
    public boolean passesHints = true;
    /** Reads and changes of the noticeboard. */
    public int operations;

    private final Map<Grid, Consumer<String>> listeners = new LinkedHashMap<>();

    void listen(Grid grid, Consumer<String> listener) {
        listeners.put(grid, listener);
    }

    boolean pass(Grid sender, String text) {
        if (passesHints) {
            listeners.forEach((grid, listener) -> {
                if (grid != sender) {
                    undelivered.add(() -> listener.accept(text));
                }
            });
            if (instant) {
                deliver();
            }
        }
        return passesHints;
    }

    void leave(Grid grid) {
        listeners.remove(grid);
    }

    /** Lets all hints arrive, and those that are passed on meanwhile. */
    public void deliver() {
        while (!undelivered.isEmpty()) {
            undelivered.remove().run();
        }
    }
}
