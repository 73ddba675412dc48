package dev.weir.outbound.queue;

import dev.weir.outbound.queue.port.LineSettings;
import dev.weir.outbound.queue.port.SharedPace;
import java.time.Instant;
import java.util.Optional;

/**
 * How calls may begin at present. Immutable.
 *
 * @param pausedUntil none begins before; empty if there is no pause
 * @param permille the share of the rate, 10 to 1000
 */
public record PresentPace(Optional<Instant> pausedUntil, int permille) {

    /** The whole rate, without a pause. */
    static final PresentPace FULL = new PresentPace(Optional.empty(), 1000);

    /** The later pause and the smaller share of both. */
    PresentPace and(SharedPace pace, LineSettings settings, long now) {
        Instant until = Instant.ofEpochMilli(pace.pausedUntil());
        boolean later = pace.pausedUntil() > now
                && pausedUntil.filter(each -> !each.isBefore(until)).isEmpty();
        return new PresentPace(
                later ? Optional.of(until) : pausedUntil, Math.min(permille, pace.permilleAt(now, settings)));
    }
}
