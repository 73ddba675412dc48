package dev.weir.gateway.relay;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * Completions, and what a servlet needs to serve them.
 *
 * @param maxBody bytes of a request
 * @param longest an exchange of any model, with a margin
 * @param timer runs short work that does not block
 */
public record ServedCompletions(
        Completions completions,
        long maxBody,
        Duration longest,
        LongSupplier nanoTime,
        ScheduledExecutorService timer) {}
