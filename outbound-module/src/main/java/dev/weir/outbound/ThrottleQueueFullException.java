package dev.weir.outbound;

/** Reports that as many calls wait already as {@code ratelimit.throttle.<policy>.queue} allows. Nothing was sent. */
public final class ThrottleQueueFullException extends ThrottleException {

    private static final long serialVersionUID = 1L;

    private final int waiting;

    /** An exception for a call that found {@code waiting} others. */
    public ThrottleQueueFullException(String policy, int waiting) {
        super(policy, "policy \"" + policy + "\" has no place to wait, waiting: " + waiting);
        this.waiting = waiting;
    }

    /** How many calls wait. */
    public int waiting() {
        return waiting;
    }
}
