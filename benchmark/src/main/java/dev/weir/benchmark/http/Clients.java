package dev.weir.benchmark.http;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Threads with one connection each that send requests until they are closed. */
final class Clients implements AutoCloseable {

    /** What all clients ask for. */
    static final String PATH = "/api/hello";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Addresses addresses;
    private final long pauseNanos;
    private volatile Replies replies = new Replies();
    private volatile boolean ending;

    private Clients(Addresses addresses, long pauseNanos) {
        this.addresses = addresses;
        this.pauseNanos = pauseNanos;
    }

    /**
     * Starts {@code each} threads for each of {@code servers}.
     *
     * @param perSecond the number of requests that each thread sends per second; 0 for as many as it can
     */
    static Clients start(List<URI> servers, int each, double perSecond, Addresses addresses) {
        long pause = perSecond == 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        Clients clients = new Clients(addresses, pause);
        for (URI server : servers) {
            for (int i = 0; i < each; i++) {
                clients.threads.execute(() -> clients.ask(server));
            }
        }
        return clients;
    }

    /** Starts a new collection of replies, and returns the collection so far of the requests that were sent before. */
    Replies next() {
        Replies before = replies;
        replies = new Replies();
        return before;
    }

    private void ask(URI server) {
        @Nullable Connection connection = null;
        long due = System.nanoTime();
        while (!ending) {
            long begin = System.nanoTime();
            // the collection at the time of sending
            Replies collected = replies;
            try {
                if (connection == null) {
                    connection = new Connection(server);
                }
                collected.replied(connection.get(PATH, addresses.next()), System.nanoTime() - begin);
                if (connection.isLast()) {
                    close(connection);
                    connection = null;
                }
            } catch (IOException e) {
                collected.failed(System.nanoTime() - begin);
                close(connection);
                connection = null;
            }
            due = Math.max(due + pauseNanos, System.nanoTime());
            while (pauseNanos > 0 && !ending && System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
        close(connection);
    }

    private static void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            // the connection is unusable, with or without this exception
        }
    }

    /** Sends no further requests, and waits for the replies to those already sent. */
    @Override
    public void close() {
        ending = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(3, TimeUnit.MINUTES)) {
                throw new IllegalStateException("requests hang");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
