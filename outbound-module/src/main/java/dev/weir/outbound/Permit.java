package dev.weir.outbound;

/**
 * The right to make one call now. It has to be closed when the call is over, which is what tells a policy with
 * {@code permit-until=response} or {@code concurrency} that it is no longer in flight. Safe for use by many threads.
 *
 * <pre>
 * try (Permit permit = throttle.acquire("kis", Duration.ofSeconds(5))) {
 *     return client.send(request);
 * }
 * </pre>
 */
public interface Permit extends AutoCloseable {

    /**
     * Gives the permit back, because nothing was sent.
     *
     * @return whether it was given back; false if it was closed or cancelled before
     */
    boolean cancel();

    /** Ends the call. Does nothing if it has ended. */
    @Override
    void close();
}
