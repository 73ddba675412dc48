package dev.weir.gateway.budget;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The requests that work on this instance. One that is not ended in time is ended as it was charged, with its slots
 * free, some time after its exchange must be over. Safe for use by many threads.
 */
final class OpenHolds {

    private static final System.Logger LOG = System.getLogger(OpenHolds.class.getName());

    private final Set<OpenHold> open = ConcurrentHashMap.newKeySet();

    void add(OpenHold hold) {
        open.add(hold);
    }

    void remove(OpenHold hold) {
        open.remove(hold);
    }

    /** How many there are. */
    int size() {
        return open.size();
    }

    /** The tokens, or the requests, that are held of a key, by requests that began within {@code window}. */
    long held(Applied applied, Duration window, long nowNanos) {
        long held = 0;
        for (OpenHold hold : open) {
            boolean counts = nanos(window) > nowNanos - hold.sinceNanos()
                    && hold.applied().contains(applied);
            if (counts) {
                held += applied.tokens() ? hold.held() : 1;
            }
        }
        return held;
    }

    private static long nanos(Duration window) {
        return window.toSeconds() > Long.MAX_VALUE / 1_000_000_000 - 1 ? Long.MAX_VALUE : window.toNanos();
    }

    /** Ends those whose time is over. */
    void endOverdue(long nowNanos) {
        int overdue = 0;
        for (OpenHold hold : open) {
            if (nowNanos - hold.untilNanos() >= 0) {
                end(hold);
                overdue++;
            }
        }
        if (overdue > 0) {
            LOG.log(System.Logger.Level.WARNING, overdue + " requests had not ended in time, and stay charged as held");
        }
    }

    /** One that fails is no reason not to end the others. */
    private static void end(OpenHold hold) {
        try {
            long unused = hold.keep();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a request that is over cannot be ended", e);
        }
    }

    /** Ends all: they stay charged. */
    void endAll() {
        open.forEach(OpenHolds::end);
    }
}
