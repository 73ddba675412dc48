package dev.weir.cdi;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.RateLimiter;
import dev.weir.runtime.WeirRuntime;
import java.time.Duration;

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
        return WeirRuntime.currentOrStarted().limiter();
    }
}
