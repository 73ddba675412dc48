package dev.weir.outbound.queue.port;

import dev.weir.Reservation;
import dev.weir.spi.TakenPermits;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Where lines take their permits from: {@link dev.weir.spi.PermitCounter} without a thread that waits. Safe for use by
 * many threads.
 */
@FunctionalInterface
public interface PermitSource {

    /**
     * Takes all of {@code parts}, or none.
     *
     * @param inFlight more than zero: what is taken of the policies that {@code held} names counts as used at the end
     *     of that time, until it is settled
     * @return completes on any thread, within the time that a request may wait for the store
     */
    CompletionStage<TakenPermits> take(List<Reservation.Part> parts, Duration inFlight, Set<String> held);
}
