package dev.weir.gateway.runtime;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.RateLimiter;
import dev.weir.gateway.auth.Attempts;
import java.time.Duration;
import java.util.Optional;

/** Counts by a policy of Weir, on all instances together. Safe for use by many threads. */
record LimitedAttempts(RateLimiter limiter) implements Attempts {

    /** Whose permits are wrong credentials. */
    static final String POLICY = "llm-auth";

    private static final Duration LONG = Duration.ofMinutes(1);

    @Override
    public Optional<Duration> failed(Key address) {
        Decision decision = limiter.acquire(POLICY, address);
        return decision.allowed()
                ? Optional.empty()
                : Optional.of(decision.retryAfter().orElse(LONG));
    }
}
