package dev.weir.outbound.statistics.file;

import dev.weir.outbound.statistics.ThrottleCounts;
import dev.weir.outbound.statistics.Totals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Appends what was counted since the last time to the file of the settings, once in each interval, on a thread of its
 * own. No call waits for it. What could not be written is part of the next record, so that the sum over all records is
 * what the instance did until the last one; a process that is killed loses what it did after that. Safe for use by many
 * threads.
 *
 * <p>A failure is logged once a minute at most. A disk that is full, or a directory that cannot be written to, costs
 * nothing but the file, and is tried again in each interval.
 */
public final class StatisticsWriter implements AutoCloseable {

    private static final long END_SECONDS = 5;
    private static final System.Logger LOG = System.getLogger(StatisticsWriter.class.getName());

    private final ThrottleCounts counts;
    private final StatisticsSettings settings;
    private final String instance;
    private final InstantSource clock;
    private final OncePerMinute log;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock turn = new ReentrantLock();
    // guarded by turn
    private final RotatedFile file;
    private final Map<String, Written> written = new HashMap<>();
    private boolean closed;

    /** What was written of a policy, and until when. */
    private record Written(Instant to, Totals totals) {}

    /**
     * Nothing is opened or written yet.
     *
     * @param instance the name of this instance, in the records and for {@code {instance}} in the name of the file
     * @param clock the time of this instance
     */
    public StatisticsWriter(ThrottleCounts counts, StatisticsSettings settings, String instance, InstantSource clock) {
        this.counts = counts;
        this.settings = settings;
        this.instance = instance;
        this.clock = clock;
        this.log = new OncePerMinute(LOG, clock);
        String name = settings.file().replace("{instance}", instance.replaceAll("[^A-Za-z0-9._-]", "_"));
        this.file = new RotatedFile(settings, Path.of(name), log);
    }

    /** Writes in each interval from now on, on a thread of {@code threads}, until it is closed. */
    public void start(ThreadFactory threads) {
        threads.newThread(() -> {
                    while (!endedWithin(settings.interval().toNanos())) {
                        write();
                    }
                })
                .start();
    }

    private boolean endedWithin(long nanos) {
        try {
            return ended.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // the server stops
            return true;
        }
    }

    /** Writes what was counted since the last time; nothing of policies that did nothing. Throws nothing. */
    public void write() {
        turn.lock();
        try {
            if (!closed) {
                append();
            }
        } finally {
            turn.unlock();
        }
    }

    private void append() {
        // a channel is closed for good when a thread that writes to it is interrupted
        boolean interrupted = Thread.interrupted();
        try {
            appendNow();
        } catch (IOException | RuntimeException | Error e) {
            // the next interval tries again, which a thread that had ended would not
            log.warn("statistics of limited calls: cannot write to " + settings.file(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void appendNow() throws IOException {
        Instant now = clock.instant();
        Map<String, Written> next = new HashMap<>();
        List<StatisticsRecord> records = new ArrayList<>();
        for (String policy : counts.policies()) {
            Written before = written.getOrDefault(policy, new Written(counts.since(), Totals.NONE));
            Totals totals = counts.totals(policy);
            Totals counted = totals.since(before.totals());
            int queued = counts.queued(policy);
            boolean anything = !counted.isEmpty() || queued > 0;
            // a call that begins just now can be in the series already, and not yet in its counter
            next.put(policy, new Written(now, anything ? totals : before.totals()));
            if (anything) {
                records.add(new StatisticsRecord(before.to(), now, instance, policy, counted, queued));
            }
        }
        if (!records.isEmpty()) {
            file.append(records, now);
        }
        written.putAll(next);
    }

    /**
     * Ends the thread, and writes what was counted since its last time. Waits for a disk that hangs 5 seconds at most.
     */
    @Override
    public void close() {
        ended.countDown();
        // the server may interrupt who stops it, and what was counted is to be written all the same
        boolean interrupted = Thread.interrupted();
        boolean mine = false;
        try {
            mine = turn.tryLock(END_SECONDS, TimeUnit.SECONDS);
            if (mine && !closed) {
                append();
                closed = true;
                file.close();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (IOException e) {
            log.warn("statistics of limited calls: cannot close " + settings.file(), e);
        } finally {
            if (mine) {
                turn.unlock();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
