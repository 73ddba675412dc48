package dev.weir.outbound.runtime;

import dev.weir.Decision;
import dev.weir.Limit;
import dev.weir.Reservation;
import dev.weir.Source;
import dev.weir.outbound.queue.port.PermitSource;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.TakenPermits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Permits of the counter that all instances share. Where the cluster does not answer, each instance has its share, but
 * what it took of the shared counter just before is still in use: so a share is used once the cluster has been
 * silent for a window, or for a minute if that is longer. Until then calls wait. Safe for use by many threads.
 */
final class SharedPermits implements PermitSource {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ModuleHost host;
    private final Executor threads;
    private final long startNanos;
    /** When the cluster decided last, by policy. */
    private final Map<String, Long> sharedNanos = new ConcurrentHashMap<>();

    /** @param threads may wait for the cluster */
    SharedPermits(ModuleHost host, Executor threads) {
        this.host = host;
        this.threads = threads;
        this.startNanos = host.nanoTime().getAsLong();
    }

    @Override
    public CompletionStage<TakenPermits> take(List<Reservation.Part> parts, Duration inFlight, Set<String> held) {
        return CompletableFuture.supplyAsync(() -> taken(parts, inFlight, held), threads);
    }

    private TakenPermits taken(List<Reservation.Part> parts, Duration inFlight, Set<String> held) {
        TakenPermits taken = host.permits().take(parts, inFlight, held);
        long now = host.nanoTime().getAsLong();
        boolean alone = false;
        for (Decision each : taken.decisions()) {
            alone |= each.source() == Source.LOCAL;
            if (each.source() == Source.CLUSTER) {
                sharedNanos.put(each.policy(), now);
            }
        }
        if (alone && host.members() > 1 && taken.allowed() && now - shared(parts) < window(parts)) {
            boolean unused = taken.cancel();
            throw new IllegalStateException("the cluster has not answered in time");
        }
        return taken;
    }

    /** When the cluster decided last about one of the policies. */
    private long shared(List<Reservation.Part> parts) {
        return parts.stream()
                .mapToLong(part -> sharedNanos.getOrDefault(part.policy(), startNanos))
                .max()
                .orElse(startNanos);
    }

    private long window(List<Reservation.Part> parts) {
        long longest = parts.stream()
                .flatMap(part -> host.limits(part.policy(), part.key()).stream())
                .map(Limit::window)
                .mapToLong(Duration::toNanos)
                .max()
                .orElse(0);
        return Math.min(longest, LONGEST_NANOS);
    }
}
