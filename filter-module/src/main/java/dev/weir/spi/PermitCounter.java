package dev.weir.spi;

import dev.weir.Reservation;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Takes permits for calls that are about to be made, from the counters that all instances share. Safe for use by many
 * threads.
 *
 * <pre>
 * List&lt;Reservation.Part&gt; parts = List.of(new Reservation.Part("kis", Key.global(), 1));
 * try (TakenPermits taken = counter.take(parts, Duration.ofSeconds(30))) {
 *     if (taken.allowed()) {
 *         remote.call();
 *         taken.settle(1);
 *     }
 * }
 * </pre>
 */
public interface PermitCounter {

    /**
     * Takes the permits of all parts, or of none. Waits for the cluster at most {@code ratelimit.store.timeout}, and
     * never for permits.
     *
     * <p>With {@code inFlight} above zero the call can use the permits at any time until then: a remote counts a call
     * when it arrives. So they count as used at the last moment of {@code inFlight}, however long the call takes. From
     * {@link TakenPermits#settle} on they count as used at the time of the settlement, and {@link TakenPermits#cancel}
     * frees them at once. If the instance dies first, they count as used at that last moment. While the cluster does
     * not answer, they count as used at the time of this call, whatever comes after.
     *
     * <p>A {@linkplain dev.weir.Decision#retryAfter refusal} tells how long the wait is if calls that are in flight
     * end now. A calendar limit and a {@code fixed-window} count permits in the window in which they were taken, and
     * those that are settled in a later window in that one too.
     *
     * @param parts 1 or more, each of another policy
     * @param inFlight how long the call takes at most, from now on, with the time that this method takes; zero if the
     *     permits count as used now, as those of {@link dev.weir.RateLimiter#reserveAll} do, and can be settled and
     *     cancelled for as long as they count
     * @throws IllegalArgumentException if {@code parts} is empty, names a policy twice or one that there is not, or if
     *     {@code inFlight} is below zero or above {@link #LONGEST_IN_FLIGHT}
     */
    TakenPermits take(List<Reservation.Part> parts, Duration inFlight);

    /**
     * The same, where only the permits of some policies are those of a call that is in flight: those of the others
     * count as used now. So a policy that lets calls depart one by one does not wait until they have arrived.
     *
     * @param held the names of these policies; others than those of {@code parts} are ignored
     */
    TakenPermits take(List<Reservation.Part> parts, Duration inFlight, Set<String> held);

    /** The longest time for which a call can be in flight: the cluster keeps no counter for less than that. */
    Duration LONGEST_IN_FLIGHT = Duration.ofMinutes(5);
}
