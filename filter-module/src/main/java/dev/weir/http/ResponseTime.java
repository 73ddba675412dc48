package dev.weir.http;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The time that the application takes to answer one request: from when the request is passed on, because what Weir
 * waits for is no work of the application, to the end of the response. Measured once, although error pages and
 * asynchronous requests pass a filter several times. Safe for use by many threads.
 */
final class ResponseTime {

    private enum Phase {
        NEW,
        RUNNING,
        OVER
    }

    private Phase phase = Phase.NEW;
    private long beganNanos;

    /** The request is passed on. Returns whether this is the first time. */
    synchronized boolean begin(long nowNanos) {
        boolean first = phase == Phase.NEW;
        if (first) {
            phase = Phase.RUNNING;
            beganNanos = nowNanos;
        }
        return first;
    }

    /** The response has ended. Returns the milliseconds that it took; empty if that was told before. */
    synchronized OptionalLong end(long nowNanos) {
        if (phase != Phase.RUNNING) {
            return OptionalLong.empty();
        }
        phase = Phase.OVER;
        return OptionalLong.of(TimeUnit.NANOSECONDS.toMillis(nowNanos - beganNanos));
    }
}
