package dev.weir.store.gate;

/**
 * What instances tell each other about counters, beside the counters themselves. Nothing here waits; safe for use by
 * many threads.
 */
public interface Notices {

    /** Everything that others announced before that time is known here. */
    long newsMillis();

    /** Whether that is all there is to know: not just after this instance was frozen. */
    boolean isAwake(long nowMillis);

    /**
     * Asks other instances to return their leases of the counter. Returns whether they can do so at once: then
     * {@link OutsideChange#endRecall} is called, when they have returned a lease or a moment later.
     *
     * @param text the text under which the counter is found in the grid
     * @param holders how many other instances have leases
     */
    boolean recall(Gate gate, String text, int holders);

    /** Other instances have to read the counter again: it was reset. */
    void wasReset(String text);

    /** Other instances have to return their leases of the counter at once: its key is blocked. */
    void blocked(String text);

    /** Other instances refuse the key no longer: it was unblocked. */
    void unblocked(String text);

    /** Requests that other instances refused may be admitted: permits were given back. Not urgent. */
    void released(String text);

    /** This instance has returned its lease, for which another asked. */
    void returned(String text);
}
