package dev.weir.gateway.relay;

import dev.weir.gateway.upstream.Upstream;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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
    private static final long LAST_WORDS_MILLIS = 2_000;
    private static final System.Logger LOG = System.getLogger(Relay.class.getName());

    private final ExchangeListener listener;
    private final LongSupplier nanoTime;
    private final ScheduledFuture<?> ticks;
    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
    private final CountDownLatch none = new CountDownLatch(1);
    private volatile boolean isClosed;

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
        Exchange exchange = new Exchange(job, output, listener, nanoTime, this::ended);
        exchanges.add(exchange);
        exchange.start(upstream);
        if (isClosed) {
            exchange.stop();
        }
    }

    private void ended(Exchange exchange) {
        exchanges.remove(exchange);
        if (isClosed && exchanges.isEmpty()) {
            none.countDown();
        }
    }

    /** Requests whose answers are on their way. */
    public int running() {
        return exchanges.size();
    }

    /** Does not throw, or the timer would not come again. */
    private void tick() {
        for (Exchange exchange : exchanges) {
            try {
                exchange.post(() -> exchange.tick(COMMENT_EVERY));
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "an exchange is not watched over", e);
            }
        }
    }

    /**
     * Ends all exchanges: their clients are told that the gateway stops, and those that do not read that within a
     * moment are given up.
     */
    @Override
    public void close() {
        isClosed = true;
        ticks.cancel(false);
        exchanges.forEach(Exchange::stop);
        try {
            if (!exchanges.isEmpty() && !none.await(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.log(System.Logger.Level.INFO, "{0} clients do not read that the gateway stops", exchanges.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        IOException late = new IOException("the gateway stops");
        exchanges.forEach(exchange -> exchange.gone(late));
    }
}
