package dev.weir.gateway.upstream;

import java.io.IOException;
import java.time.Duration;

/** An upstream is left alone because its last calls have failed; it was not called. */
public final class UpstreamOpenException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /** Says that a call makes sense after {@code retryAfter}. */
    public UpstreamOpenException(Duration retryAfter) {
        super("the upstream is left alone for " + retryAfter + ", because its last calls have failed");
        this.retryAfter = retryAfter;
    }

    /** When a call makes sense again, more than zero. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
