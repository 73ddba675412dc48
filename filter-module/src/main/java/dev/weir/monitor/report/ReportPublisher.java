package dev.weir.monitor.report;

import dev.weir.store.SharedReports;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Publishes the reports of this instance, in an entry of its own. Safe for use by many threads. */
final class ReportPublisher {

    private static final long LAST_MILLIS = 200;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final SharedReports shared;
    private final Supplier<String> namespace;
    private final String id;
    private final Supplier<InstanceReport> own;

    // guarded by this object
    private long publishedMillis = NEVER;
    private int attempts;
    /** The text that is in the entry, as far as is known. */
    private @Nullable String present;

    private boolean closed;

    /**
     * A publisher of what {@code own} makes.
     *
     * @param id of this instance
     */
    ReportPublisher(SharedReports shared, Supplier<String> namespace, String id, Supplier<InstanceReport> own) {
        this.shared = shared;
        this.namespace = namespace;
        this.id = id;
        this.own = own;
    }

    /** The entry of an instance. */
    static String entry(String namespace, String instance) {
        return namespace + '|' + instance;
    }

    /** Publishes a report, unless that was done less than {@code leastMillis} ago. Returns whether it did. */
    boolean publish(long nowMillis, long leastMillis) {
        String expected;
        int attempt;
        synchronized (this) {
            if (closed || nowMillis - publishedMillis < leastMillis) {
                return false;
            }
            publishedMillis = nowMillis;
            attempt = ++attempts;
            expected = present;
        }
        String text = ReportCodec.encode(own.get());
        // at once: where the entry is, a member can be silent
        send(ReportMessage.HERE);
        String name = entry(namespace.get(), id);
        var unusedToo = shared.replace(name, expected, text).whenComplete((done, failure) -> {
            if (failure == null && done) {
                published(attempt, text);
            } else {
                // it has expired, or an answer was lost
                var unused = shared.get(name).thenAccept(found -> replaceFound(name, attempt, found, text));
            }
        });
        return true;
    }

    private void replaceFound(String name, int attempt, @Nullable String found, String text) {
        if (text.equals(found)) {
            published(attempt, text);
        } else if (isLatest(attempt, found)) {
            // if this fails too, the next report is tried
            var unused = shared.replace(name, found, text).thenAccept(done -> {
                if (done) {
                    published(attempt, text);
                }
            });
        }
    }

    private void published(int attempt, String text) {
        if (isLatest(attempt, text)) {
            send(ReportMessage.PUBLISHED);
        }
    }

    private void send(char kind) {
        shared.send(new ReportMessage(kind, namespace.get(), id).encode());
    }

    /** Whether there was no attempt since; if so, {@code text} is what is there. */
    private synchronized boolean isLatest(int attempt, @Nullable String text) {
        boolean latest = attempt == attempts;
        if (latest) {
            present = text;
        }
        return latest;
    }

    /** Publishes the last report, for the others to keep; waits for a fifth of a second at most. */
    void close() {
        synchronized (this) {
            closed = true;
            attempts++;
        }
        String name = entry(namespace.get(), id);
        String text = ReportCodec.encode(own.get().asLast());
        CompletableFuture<Boolean> done = shared.get(name)
                .thenCompose(found -> shared.replace(name, found, text))
                .toCompletableFuture();
        try {
            done.get(LAST_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // the others keep what they have read before
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // also if the report cannot be written: else this would be listed as silent while its member lives
            send(ReportMessage.LEFT);
        }
    }
}
