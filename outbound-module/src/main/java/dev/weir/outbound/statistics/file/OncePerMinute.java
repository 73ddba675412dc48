package dev.weir.outbound.statistics.file;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Logs a problem as a warning, at most once a minute. Safe for use by many threads. */
final class OncePerMinute {

    private static final long PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final System.Logger logger;
    private final InstantSource clock;
    // guarded by this object
    private long nextMillis = Long.MIN_VALUE;
    private long times;

    OncePerMinute(System.Logger logger, InstantSource clock) {
        this.logger = logger;
        this.clock = clock;
    }

    void warn(String message, Throwable problem) {
        String line;
        synchronized (this) {
            times++;
            long now = clock.millis();
            if (now < nextMillis) {
                return;
            }
            nextMillis = now + PAUSE_MILLIS;
            line = message + " (" + times + " times so far)";
        }
        logger.log(System.Logger.Level.WARNING, line, problem);
    }
}
