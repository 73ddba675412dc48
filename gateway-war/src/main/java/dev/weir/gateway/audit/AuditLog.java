package dev.weir.gateway.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Appends one line for each request to a file, on a thread of its own, so that no request waits for a disk. What the
 * disk does not take in time is lost, counted, and logged once a minute. Safe for use by many threads.
 */
public final class AuditLog implements AutoCloseable {

    /** Lines that may wait for the disk. */
    static final int MOST_LINES = 20_000;
    /** Characters that may: with the content, a line can have megabytes. */
    static final long MOST_CHARACTERS = 16L << 20;

    private static final System.Logger LOG = System.getLogger(AuditLog.class.getName());
    private static final int BATCH = 500;
    private static final long PAUSE_MILLIS = 60_000;
    private static final long END_MILLIS = 5_000;
    private static final long LOOK_MILLIS = 200;

    private final AuditLine lines = new AuditLine();
    private final LinkedBlockingQueue<String> waiting = new LinkedBlockingQueue<>(MOST_LINES);
    private final AtomicLong characters = new AtomicLong();
    private final LongAdder written = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final AtomicLong nextLogMillis = new AtomicLong(Long.MIN_VALUE);
    private final Path path;
    private final AuditFile file;
    private final InstantSource clock;
    private volatile boolean closed;
    private volatile @Nullable Thread writer;

    /** Nothing is opened or written yet. */
    public AuditLog(Path path, InstantSource clock) {
        this.path = path;
        this.file = new AuditFile(path);
        this.clock = clock;
    }

    /** Writes from now on, on a thread of {@code threads}. */
    public void start(ThreadFactory threads) {
        Thread started = threads.newThread(this::writeAll);
        writer = started;
        started.start();
    }

    /** Has {@code entry} written soon. Returns at once. */
    public void write(AuditEntry entry) {
        String line = lines.of(entry);
        boolean room = characters.addAndGet(line.length()) <= MOST_CHARACTERS;
        if (closed || !room || !waiting.offer(line)) {
            characters.addAndGet(-line.length());
            lose(1, "the disk is too slow");
        }
    }

    private void lose(int count, String why) {
        lost.add(count);
        long next = nextLogMillis.get();
        long now = clock.millis();
        if (now >= next && nextLogMillis.compareAndSet(next, now + PAUSE_MILLIS)) {
            LOG.log(System.Logger.Level.WARNING, "audit: " + path + " misses " + lost.sum() + " lines so far: " + why);
        }
    }

    private void writeAll() {
        while (!closed || !waiting.isEmpty()) {
            try {
                String first = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    writeFrom(first);
                }
            } catch (InterruptedException e) {
                // the server stops: close has set the flag, or will; what waits is written before this ends
            }
        }
        try {
            file.close();
        } catch (IOException e) {
            lose(0, e.toString());
        }
    }

    private void writeFrom(String first) {
        List<String> batch = new ArrayList<>(List.of(first));
        waiting.drainTo(batch, BATCH);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String line : batch) {
            characters.addAndGet(-line.length());
            bytes.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        }
        // a channel is closed for good when a thread that writes to it is interrupted
        boolean unused = Thread.interrupted();
        try {
            file.append(bytes.toByteArray());
            written.add(batch.size());
        } catch (IOException | RuntimeException e) {
            lose(batch.size(), e.toString());
        }
    }

    /** Lines that are in the file. */
    public long written() {
        return written.sum();
    }

    /** Lines that will never be. */
    public long lost() {
        return lost.sum();
    }

    /** Writes all that waits; waits for a disk that hangs 5 seconds at most. */
    @Override
    public void close() {
        closed = true;
        Thread started = writer;
        if (started != null) {
            boolean interrupted = Thread.interrupted();
            try {
                started.join(END_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (!waiting.isEmpty()) {
            lose(waiting.size(), "the disk hangs");
        }
    }
}
