package dev.weir.gateway.relay;

import dev.weir.gateway.upstream.Upstream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Passes answers on. No exchange has a thread of its own; one timer watches over all of them, because a server does not
 * always tell that a client is gone or that there is room again. Safe for use by many threads.
 */
public final class Relay implements AutoCloseable {

    /** A stream in which nothing else happens gets a comment, which finds out whether the client is there. */
    private static final Duration COMMENT_EVERY = Duration.ofSeconds(10);

    private static final long TICK_MILLIS = 250;

    private final ExchangeListener listener;
    private final LongSupplier nanoTime;
    private final ScheduledFuture<?> ticks;
    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();

    /**
     * Watches from now on.
     *
     * @param listener is told of each exchange that has ended
     */
    public Relay(ExchangeListener listener, LongSupplier nanoTime, ScheduledExecutorService timer) {
        this.listener = listener;
        this.nanoTime = nanoTime;
        ticks = timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Has {@code upstream} answer, and passes that on to {@code output}. Ends the hold of {@code job}, whatever
     * happens. Returns at once.
     */
    public void start(RelayJob job, Upstream upstream, ClientOutput output) {
        Exchange exchange = new Exchange(job, output, listener, nanoTime, exchanges::remove);
        exchanges.add(exchange);
        exchange.start(upstream);
    }

    /** Requests whose answers are on their way. */
    public int running() {
        return exchanges.size();
    }

    private void tick() {
        exchanges.forEach(exchange -> exchange.post(() -> exchange.tick(COMMENT_EVERY)));
    }

    /** Ends the watch. Exchanges that run go on. */
    @Override
    public void close() {
        ticks.cancel(false);
    }
}
