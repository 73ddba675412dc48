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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Permits of the counter that all instances share. Where the cluster does not answer, each instance has its share, but
 * what it took of the shared counter just before is still in use: so a share is used once the cluster has been silent
 * for the longest window, or for a minute if that is shorter. Until then calls wait. Safe for use by many threads.
 */
final class SharedPermits implements PermitSource {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ModuleHost host;
    private final Executor threads;
    private final ClusterSilence silence = new ClusterSilence();

    /** @param threads may wait for the cluster */
    SharedPermits(ModuleHost host, Executor threads) {
        this.host = host;
        this.threads = threads;
    }

    @Override
    public CompletionStage<TakenPermits> take(List<Reservation.Part> parts, Duration inFlight, Set<String> held) {
        return CompletableFuture.supplyAsync(() -> taken(parts, inFlight, held), threads);
    }

    private TakenPermits taken(List<Reservation.Part> parts, Duration inFlight, Set<String> held) {
        TakenPermits taken = host.permits().take(parts, inFlight, held);
        long now = host.nanoTime().getAsLong();
        long window = window(parts);
        boolean early = false;
        for (Decision each : taken.decisions()) {
            if (each.source() == Source.CLUSTER) {
                silence.ended(each.policy());
            } else if (each.source() == Source.LOCAL) {
                early |= silence.lasts(each.policy(), window, now) < window;
            }
        }
        if (early && host.members() > 1 && taken.allowed()) {
            boolean unused = taken.cancel();
            throw new IllegalStateException("the cluster has not answered in time");
        }
        return taken;
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
