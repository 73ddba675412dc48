package dev.weir.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.OptionalInt;

/**
 * A request of which it is known when the application completes it. Where the client has gone, Payara tells no listener
 * that a request is complete: Grizzly cancels the suspended response, and nothing listens to that.
 */
final class WatchedRequest extends HttpServletRequestWrapper {

    private final ResponseEnd end;

    WatchedRequest(HttpServletRequest request, ResponseEnd end) {
        super(request);
        this.end = end;
    }

    @Override
    public AsyncContext startAsync() {
        return new Watched(super.startAsync(), end);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return new Watched(super.startAsync(request, response), end);
    }

    @Override
    public AsyncContext getAsyncContext() {
        return new Watched(super.getAsyncContext(), end);
    }

    /** Asynchronous processing that tells {@code end} what the application does with it. */
    private record Watched(AsyncContext context, ResponseEnd end) implements AsyncContext {

        @Override
        public void complete() {
            OptionalInt status = end.status();
            try {
                context.complete();
            } finally {
                end.completed(status);
            }
        }

        @Override
        public void dispatch() {
            end.dispatched();
            context.dispatch();
        }

        @Override
        public void dispatch(String path) {
            end.dispatched();
            context.dispatch(path);
        }

        @Override
        public void dispatch(ServletContext application, String path) {
            end.dispatched();
            context.dispatch(application, path);
        }

        @Override
        public ServletRequest getRequest() {
            return context.getRequest();
        }

        @Override
        public ServletResponse getResponse() {
            return context.getResponse();
        }

        @Override
        public boolean hasOriginalRequestAndResponse() {
            return context.hasOriginalRequestAndResponse();
        }

        @Override
        public void start(Runnable run) {
            context.start(run);
        }

        @Override
        public void addListener(AsyncListener listener) {
            context.addListener(listener);
        }

        @Override
        public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
            context.addListener(listener, request, response);
        }

        @Override
        public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
            return context.createListener(type);
        }

        @Override
        public void setTimeout(long millis) {
            context.setTimeout(millis);
        }

        @Override
        public long getTimeout() {
            return context.getTimeout();
        }
    }
}
