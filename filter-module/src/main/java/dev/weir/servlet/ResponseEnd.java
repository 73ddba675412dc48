package dev.weir.servlet;

import dev.weir.http.RequestDecisions;
import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The end of a response, which is told once, with the status if it is known: when the filters have returned, or when a
 * request that went on asynchronously is complete, has failed or has timed out. Safe for use by many threads.
 */
final class ResponseEnd implements AsyncListener {

    private static final int FAILED = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    /** How long a container has to tell that a request is complete, before it is taken to have forgotten it. */
    private static final long GRACE_MILLIS = 1_000;

    /** Server-sent events go on until the client has gone. */
    private static final String EVENTS = "text/event-stream";

    /** One attribute per application, as that of {@link ServletRequestDecisions}. */
    private static final String ATTRIBUTE =
            "dev.weir.end@" + Integer.toHexString(System.identityHashCode(ResponseEnd.class));

    private final HttpServletResponse response;
    private final Listener listener;
    private final Timer timer;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<Optional<Future<?>>> overdue = new AtomicReference<>(Optional.empty());
    private volatile boolean left;
    private volatile boolean completed;
    private volatile boolean dispatched;
    private volatile boolean broken;

    /** Is told of the end. */
    @FunctionalInterface
    interface Listener {
        /**
         * The response has ended.
         *
         * @param status empty if it is not known, because the client had gone before the application answered
         * @param broken whether the connection to the client was seen to fail
         */
        void ended(OptionalInt status, boolean broken);
    }

    /** Does something later. */
    @FunctionalInterface
    interface Timer {
        /** Runs {@code task} after {@code millis}, unless the result is cancelled before. */
        Future<?> after(long millis, Runnable task);
    }

    /** The end of the response to {@code request}, whose dispatches have one end. */
    static ResponseEnd of(HttpServletRequest request, HttpServletResponse response, WeirRuntime runtime) {
        if (request.getAttribute(ATTRIBUTE) instanceof ResponseEnd before && before.resumes()) {
            return before;
        }
        // now: the container uses the request again when it is complete
        RequestDecisions decisions =
                ServletRequestDecisions.of(request, runtime).requestDecisions();
        runtime.outcomes().expectEnd(decisions);
        runtime.responses().began(decisions);
        ResponseEnd end = new ResponseEnd(
                response,
                (status, broken) -> {
                    try {
                        if (status.isEmpty() || broken) {
                            runtime.responses().unobserved(decisions);
                        } else {
                            runtime.responses().ended(decisions, status.getAsInt(), isStream(response));
                        }
                    } finally {
                        runtime.outcomes().ended(decisions, status);
                    }
                },
                runtime::later);
        request.setAttribute(ATTRIBUTE, end);
        return end;
    }

    private static boolean isStream(HttpServletResponse response) {
        try {
            String type = response.getContentType();
            return type != null && type.startsWith(EVENTS);
        } catch (RuntimeException e) {
            // the container has taken the response back, or a wrapper of the application fails
            return false;
        }
    }

    /**
     * @param listener is told of the end
     * @param timer ends what the container does not
     */
    ResponseEnd(HttpServletResponse response, Listener listener, Timer timer) {
        this.response = response;
        this.listener = listener;
        this.timer = timer;
    }

    /** The status at present; empty where the container has taken the response back already. */
    OptionalInt status() {
        try {
            return OptionalInt.of(response.getStatus());
        } catch (RuntimeException e) {
            // the client has gone, and the container did not wait for the application
            return OptionalInt.empty();
        }
    }

    /** Whether the response is on its way, or the container has taken it back. */
    boolean isCommitted() {
        try {
            return response.isCommitted();
        } catch (RuntimeException e) {
            return true;
        }
    }

    /**
     * The application has completed the request: if the container does not tell the end soon, it is now. One that is
     * dispatched goes on.
     */
    void completed(OptionalInt status) {
        if (dispatched) {
            return;
        }
        completed = true;
        // before that the application is still at work
        if (left) {
            expect(GRACE_MILLIS, status);
        }
    }

    /** The connection to the client has failed: this is the end, unless the container tells it. */
    void broken() {
        connectionFailed();
        completed(status());
    }

    /** The connection to the client has failed, before the filters have returned. */
    void connectionFailed() {
        broken = true;
    }

    /** The application passes the request on: the container will tell its end. */
    void dispatched() {
        dispatched = true;
        goesOn();
    }

    /** Whether this is the end of another dispatch of the request, which begins. */
    private boolean resumes() {
        if (ended.get()) {
            return false;
        }
        left = false;
        completed = false;
        dispatched = false;
        goesOn();
        return true;
    }

    private void goesOn() {
        overdue.getAndSet(Optional.empty()).ifPresent(each -> each.cancel(false));
    }

    private void expect(long millis, OptionalInt status) {
        goesOn();
        if (!ended.get()) {
            overdue.set(Optional.of(timer.after(millis, () -> end(status))));
        }
    }

    /**
     * The filters have returned or thrown: this is the end, unless {@code request} goes on asynchronously. After an
     * exception the container answers with an error, whatever the status was.
     */
    void left(HttpServletRequest request, boolean returned) {
        if (!isListening(request)) {
            OptionalInt status = status();
            // of a response that was on its way the client got the status, whatever was thrown then
            boolean decided = returned || isCommitted();
            end(decided || status.isEmpty() ? status : OptionalInt.of(Math.max(FAILED, status.getAsInt())));
        }
    }

    private boolean isListening(HttpServletRequest request) {
        try {
            if (request.isAsyncStarted()) {
                AsyncContext context = request.getAsyncContext();
                OptionalInt status = status();
                context.addListener(this);
                left = true;
                if (completed) {
                    expect(GRACE_MILLIS, status);
                } else if (!dispatched && context.getTimeout() > 0) {
                    // the application has not answered, and perhaps nothing tells that it is too late
                    expect(context.getTimeout() + GRACE_MILLIS, OptionalInt.empty());
                }
                return true;
            }
        } catch (IllegalStateException e) {
            // another thread has completed it meanwhile
        }
        return false;
    }

    private void end(OptionalInt status) {
        if (ended.compareAndSet(false, true)) {
            goesOn();
            listener.ended(status, broken);
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end(status());
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // the application can still answer; the container completes the request if it does not
        goesOn();
    }

    @Override
    public void onError(AsyncEvent event) {
        // onComplete follows, with the status of the answer
        goesOn();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // the container has forgotten its listeners
        goesOn();
        event.getAsyncContext().addListener(this);
    }
}
