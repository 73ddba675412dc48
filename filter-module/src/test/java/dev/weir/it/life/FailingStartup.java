package dev.weir.it.life;

import dev.weir.Key;
import dev.weir.RateLimiter;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;

/**
 * Takes a permit, which starts Weir before the web module is, and fails: Payara has ended the class loader when it
 * tells CDI.
 */
@Singleton
@Startup
public class FailingStartup {

    @Inject
    private RateLimiter limiter;

    @PostConstruct
    void fail() {
        throw new IllegalStateException("on purpose, after " + limiter.acquire("steps", Key.global()));
    }
}
