package dev.weir.outbound.queue.pace;

import dev.weir.outbound.queue.port.LineSettings;

/**
 * The settings of one line that hold now: the configured ones, or careful ones while it is not sure how late its calls
 * arrive. Used by one thread at a time; times are nanoseconds.
 */
public final class PresentSettings {

    private final Arrivals arrivals = new Arrivals();
    /** Whether it is looked when calls arrive. */
    private final boolean watching;

    private LineSettings configured;
    private LineSettings careful;
    private LineSettings present;

    /** Those of a line that is new. */
    public PresentSettings(LineSettings configured, boolean watching) {
        this.configured = configured;
        this.careful = configured.careful(Arrivals.LONGEST_HOLD);
        this.watching = watching;
        this.present = watching ? careful : configured;
    }

    /** Those that hold now. */
    public LineSettings get() {
        return present;
    }

    /** Others are configured, or the same. */
    public void configure(LineSettings changed) {
        if (!changed.equals(configured)) {
            configured = changed;
            careful = changed.careful(Arrivals.LONGEST_HOLD);
        }
        choose();
    }

    private void choose() {
        boolean plain =
                !watching || configured.untilResponse() || arrivals.isSure(configured.guard(), configured.capacity());
        present = plain ? configured : careful;
    }

    /** When the next call may be sent, because of others that are late; perhaps in the past. */
    public long go(long now) {
        return watching && !configured.untilResponse() ? arrivals.go(now, configured.guard()) : now;
    }

    /** Calls have their permits, which are in use until the response if they are held. */
    public Arrivals.Flight began(long now, int calls, boolean held) {
        return arrivals.began(now, calls, held);
    }

    /** One of them has ended. */
    public void answered(Arrivals.Flight flight, long now) {
        arrivals.answered(flight, now, configured.guard(), configured.limits());
        choose();
    }

    /** One of them was given up. */
    public void cancelled(Arrivals.Flight flight) {
        arrivals.cancelled(flight);
    }

    /** The end of a call was not seen. */
    public void unseen() {
        arrivals.unseen();
        choose();
    }
}
