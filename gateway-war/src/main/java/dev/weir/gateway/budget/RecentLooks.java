package dev.weir.gateway.budget;

import dev.weir.Decision;
import dev.weir.spi.ModuleHost;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is left for callers, as it was up to a second ago: one who is refused again and again costs the cluster one look
 * a second. Safe for use by many threads.
 */
final class RecentLooks {

    private static final long NANOS = Duration.ofSeconds(1).toNanos();
    /** Of more callers at a time all are forgotten, and looked at again. */
    static final int MOST = 10_000;

    private final ModuleHost host;
    private final ConcurrentHashMap<Applied, Look> looks = new ConcurrentHashMap<>();

    private record Look(Decision decision, long nanos) {}

    RecentLooks(ModuleHost host) {
        this.host = host;
    }

    /** What {@code applied} has left. */
    Decision of(Applied applied) {
        long now = host.nanoTime().getAsLong();
        Look known = looks.get(applied);
        if (known != null && now - known.nanos() < NANOS) {
            return known.decision();
        }
        Decision decision = host.limiter().peek(applied.policy(), applied.key());
        if (looks.size() >= MOST) {
            looks.clear();
        }
        looks.put(applied, new Look(decision, now));
        return decision;
    }

    /** Callers that are remembered. */
    int size() {
        return looks.size();
    }
}
