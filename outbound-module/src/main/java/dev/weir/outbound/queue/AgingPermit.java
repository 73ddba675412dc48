package dev.weir.outbound.queue;

import dev.weir.outbound.Permit;

/** A permit whose call has to depart soon after it was handed out: it was counted then. Safe for use by many threads. */
public interface AgingPermit extends Permit {

    /** Whether a call that departs only now could arrive beside those that have the permits of the next window. */
    boolean isTooOld();
}
