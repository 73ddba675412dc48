package dev.weir.outbound.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until it is moved. */
public final class TestClock implements InstantSource {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-30T12:00:00Z"));

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves it; also back. */
    public void move(Duration duration) {
        Instant unused = now.updateAndGet(before -> before.plus(duration));
    }
}
