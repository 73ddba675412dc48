package dev.weir.spi;

import dev.weir.Decision;
import dev.weir.Reservation;
import java.util.List;

/**
 * Permits that were {@linkplain PermitCounter#take taken} for a call, or the refusal of them. Ends once, as any
 * {@link Reservation}: by {@link #settle}, {@link #cancel}, {@link #close}, or the last moment at which the call can be
 * in flight, after which the others do nothing. Safe for use by many threads.
 */
public interface TakenPermits extends Reservation {

    /**
     * The decision about each part, in their order: what is {@linkplain Decision#remaining left} of each policy. After
     * a refusal, those that did not refuse tell what they have, and nothing was taken of them.
     */
    List<Decision> decisions();
}
