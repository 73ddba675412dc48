package dev.weir.servlet;

import dev.weir.http.RequestDecisions;
import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * The end of a response, of which its status is told once: when the filters have returned, or when a request that went
 * on asynchronously is complete, has failed or has timed out. Safe for use by many threads.
 */
final class ResponseEnd implements AsyncListener {

    private static final int FAILED = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;

    private final HttpServletResponse response;
    private final IntConsumer told;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** The end of the response to {@code request}; empty if nothing depends on it. */
    static Optional<ResponseEnd> of(HttpServletRequest request, HttpServletResponse response, WeirRuntime runtime) {
        if (!runtime.outcomes().areCounted()) {
            return Optional.empty();
        }
        // now: the container uses the request again when it is complete
        RequestDecisions decisions =
                ServletRequestDecisions.of(request, runtime).requestDecisions();
        return Optional.of(
                new ResponseEnd(response, status -> runtime.outcomes().ended(decisions, status)));
    }

    /** @param told gets the status */
    ResponseEnd(HttpServletResponse response, IntConsumer told) {
        this.response = response;
        this.told = told;
    }

    /**
     * The filters have returned or thrown: this is the end, unless {@code request} goes on asynchronously. After an
     * exception the container answers with an error, whatever the status was.
     */
    void left(HttpServletRequest request, boolean returned) {
        if (!isListening(request)) {
            end(returned ? response.getStatus() : Math.max(FAILED, response.getStatus()));
        }
    }

    private boolean isListening(HttpServletRequest request) {
        try {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(this);
                return true;
            }
        } catch (IllegalStateException e) {
            // another thread has completed it meanwhile
        }
        return false;
    }

    private void end(int status) {
        if (ended.compareAndSet(false, true)) {
            told.accept(status);
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end(response.getStatus());
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // the application can still answer; the container completes the request if it does not
    }

    @Override
    public void onError(AsyncEvent event) {
        // onComplete follows, with the status of the answer
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // the container has forgotten its listeners
        event.getAsyncContext().addListener(this);
    }
}
