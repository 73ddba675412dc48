package dev.weir.monitor.request;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request on its way, of which the {@link RequestMonitor} is told once how it ended. Safe for use by many threads.
 */
public final class ObservedRequest {

    private final String method;
    private final String path;
    private final Optional<String> pattern;
    private final long beganNanos;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Optional<String> template = Optional.empty();

    ObservedRequest(String method, String path, Optional<String> pattern, long beganNanos) {
        this.method = method;
        this.path = path;
        this.pattern = pattern;
        this.beganNanos = beganNanos;
    }

    /** The resource method that answers has this template, with its request method: {@code GET /api/orders/{id}}. */
    public void isFor(String template) {
        this.template = Optional.of(template);
    }

    /** Whether this is the first time that its end is told. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    /** The pattern of the first policy that matches the path. */
    Optional<String> pattern() {
        return pattern;
    }

    Optional<String> template() {
        return template;
    }

    long beganNanos() {
        return beganNanos;
    }
}
