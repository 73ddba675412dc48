package dev.weir.gateway.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The connection of a client on Payara, for what the Servlet API cannot do. Other servers are left as they are.
 *
 * @param connection of Grizzly
 * @param isShared whether it can have other requests at the same time, as one of HTTP/2
 */
record GrizzlyConnection(Object connection, boolean isShared) {

    private static final System.Logger LOG = System.getLogger(GrizzlyConnection.class.getName());
    /** Bytes that wait for the socket. */
    private static final int MOST = 64 * 1024;
    /** From the request of a servlet to the connection of Grizzly. */
    private static final String[] WAY = {"getUnwrappedCoyoteRequest", "getCoyoteRequest", "getContext", "getConnection"
    };

    private static final AtomicBoolean TOLD = new AtomicBoolean();

    /** That of {@code request}, if it is one. */
    static Optional<GrizzlyConnection> of(ServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        try {
            Object at = inner;
            for (String step : WAY) {
                at = at.getClass().getMethod(step).invoke(at);
            }
            return Optional.of(new GrizzlyConnection(
                    at, !String.valueOf(request.getProtocol()).startsWith("HTTP/1")));
        } catch (ReflectiveOperationException | RuntimeException e) {
            tell(e);
            return Optional.empty();
        }
    }

    private static void tell(Exception reason) {
        if (!TOLD.getAndSet(true)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "this server decides how much it keeps for a client that reads slowly, and how an answer ends that"
                            + " breaks off: {0}",
                    reason.toString());
        }
    }

    /**
     * Bounds what Payara keeps for a client that reads slowly. Its connections take four times the buffer of the socket
     * before {@code isReady()} is false, which is 10 MB on the loopback interface, and no setting of the application
     * and none of the Servlet API changes that.
     */
    void boundWriteQueue() {
        try {
            connection
                    .getClass()
                    .getMethod("setMaxAsyncWriteQueueSize", int.class)
                    .invoke(connection, MOST);
        } catch (ReflectiveOperationException | RuntimeException e) {
            tell(e);
        }
    }

    /** Closes it at once, unless it is shared: its client sees an end that is no end of an answer. */
    void terminate() {
        if (isShared) {
            return;
        }
        try {
            connection.getClass().getMethod("terminateSilently").invoke(connection);
        } catch (ReflectiveOperationException | RuntimeException e) {
            tell(e);
        }
    }
}
