package dev.weir.gateway.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds what Payara keeps for a client that reads slowly. Its connections take four times the buffer of the socket
 * before {@code isReady()} is false, which is 10 MB on the loopback interface, and no setting of the application and
 * none of the Servlet API changes that. Other containers are left as they are.
 */
final class WriteQueue {

    private static final System.Logger LOG = System.getLogger(WriteQueue.class.getName());
    /** Bytes that wait for the socket. */
    private static final int MOST = 64 * 1024;
    /** From the request of a servlet to the connection of Grizzly. */
    private static final String[] WAY = {"getUnwrappedCoyoteRequest", "getCoyoteRequest", "getContext", "getConnection"
    };

    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private WriteQueue() {}

    static void bound(ServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        try {
            Object at = inner;
            for (String step : WAY) {
                at = at.getClass().getMethod(step).invoke(at);
            }
            at.getClass().getMethod("setMaxAsyncWriteQueueSize", int.class).invoke(at, MOST);
        } catch (ReflectiveOperationException | RuntimeException e) {
            if (!TOLD.getAndSet(true)) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "this server decides how much it keeps for a client that reads slowly: {0}",
                        e.toString());
            }
        }
    }
}
