package dev.weir.example;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The limit of the service that this example calls: 20 requests in any second, of all callers together. It is of the
 * kind that an application has no influence on. Safe for use by many threads.
 */
@ApplicationScoped
public class StrictRemote {

    private static final int LIMIT = 20;
    private static final long SECOND = 1_000_000_000L;

    /** When the last requests came that were answered, at most as many as the limit. */
    private final Deque<Long> answered = new ArrayDeque<>();

    private long requests;
    private long refused;

    /**
     * What it has seen since it was started.
     *
     * @param requests all of them
     * @param lastSecond those of the last second that were answered
     * @param refused those that were one too many
     */
    public record Seen(long requests, int lastSecond, long refused) {}

    /** Counts a request, and says whether it is answered. */
    synchronized boolean admits() {
        long now = System.nanoTime();
        forget(now);
        requests++;
        if (answered.size() >= LIMIT) {
            refused++;
            return false;
        }
        answered.add(now);
        return true;
    }

    /** Says what it has seen. */
    synchronized Seen seen() {
        forget(System.nanoTime());
        return new Seen(requests, answered.size(), refused);
    }

    private void forget(long now) {
        while (!answered.isEmpty() && now - answered.peek() >= SECOND) {
            answered.remove();
        }
    }
}
