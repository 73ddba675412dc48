package dev.weir;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test moves it. */
public final class MutableClock implements InstantSource {

    private final AtomicLong millis = new AtomicLong(1_763_690_000_000L);

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    public void advance(Duration duration) {
        millis.addAndGet(duration.toMillis());
    }

    /** For types that measure waiting: the same clock in nanoseconds. */
    public long nanoTime() {
        return millis.get() * 1_000_000;
    }
}
