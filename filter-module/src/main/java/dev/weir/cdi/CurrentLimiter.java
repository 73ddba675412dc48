package dev.weir.cdi;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.RateLimiter;
import dev.weir.Reservation;
import dev.weir.Slot;
import dev.weir.runtime.WeirApplications;
import java.time.Duration;
import java.util.List;

/**
 * The limiter that beans inject: it delegates to the limiter of the application that the calling thread works for. Safe
 * for use by many threads.
 */
final class CurrentLimiter implements RateLimiter {

    @Override
    public Decision acquire(String policy, Key key, long permits) {
        return limiter().acquire(policy, key, permits);
    }

    @Override
    public Reservation reserveAll(List<Reservation.Part> parts, Duration longest) {
        return limiter().reserveAll(parts, longest);
    }

    @Override
    public Slot slot(String policy, Key key) {
        return limiter().slot(policy, key);
    }

    @Override
    public boolean allow(String key, long permits, Duration window) {
        return limiter().allow(key, permits, window);
    }

    @Override
    public Decision peek(String policy, Key key) {
        return limiter().peek(policy, key);
    }

    @Override
    public void reset(String policy, Key key) {
        limiter().reset(policy, key);
    }

    private static RateLimiter limiter() {
        return WeirApplications.currentOrStarted().limiter();
    }
}
