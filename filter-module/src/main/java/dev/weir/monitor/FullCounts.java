package dev.weir.monitor;

import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.SharedReports;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Counts the counters of a policy in the cluster, one by one: 100 in a page, and five pages a second, on a thread of
 * its own. One count runs at a time. Safe for use by many threads.
 */
public final class FullCounts {

    /** Counters of a page. */
    static final int PAGE = 100;

    private static final long PAUSE_MILLIS = 200;
    /** Ten million counters. */
    private static final long MOST_PAGES = 100_000;
    /** Counts that are remembered. */
    private static final int KEPT = 16;

    private final SharedReports shared;
    private final Supplier<String> namespace;
    private final ScheduledExecutorService background;
    private final Executor worker;
    private final OncePerMinuteLog problems;

    // guarded by this object
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    /**
     * Without any count so far.
     *
     * @param background starts the pages in time
     * @param worker reads them, and may wait for the cluster
     */
    FullCounts(
            SharedReports shared,
            Supplier<String> namespace,
            ScheduledExecutorService background,
            Executor worker,
            OncePerMinuteLog problems) {
        this.shared = shared;
        this.namespace = namespace;
        this.background = background;
        this.worker = worker;
        this.problems = problems;
    }

    /** How far a count is. */
    public enum State {
        RUNNING,
        DONE,
        CANCELLED,
        /** The cluster failed, or there are more counters than are counted. */
        FAILED
    }

    /**
     * A count, as it stood when this was asked for. Immutable.
     *
     * @param id tells it from others of all instances
     * @param counted counters of the policy that were found so far
     * @param pages how many pages were read so far, of the counters of all policies
     */
    public record Count(String id, State state, long counted, long pages) {}

    /**
     * Starts to count the counters of {@code policy}; of all, if that is empty. If that is being counted, the
     * count goes on and is returned; empty if another one is running.
     */
    public Optional<Count> start(Optional<String> policy) {
        String prefix = prefix(policy);
        Job job;
        synchronized (this) {
            Optional<Job> running =
                    jobs.values().stream().filter(Job::isRunning).findFirst();
            if (running.isPresent()) {
                return running.filter(each -> each.prefix.equals(prefix)).map(Job::count);
            }
            job = new Job(UUID.randomUUID().toString(), prefix);
            jobs.put(job.id, job);
            if (jobs.size() > KEPT) {
                jobs.remove(jobs.keySet().iterator().next());
            }
        }
        job.goOn();
        return Optional.of(job.count());
    }

    private String prefix(Optional<String> policy) {
        return namespace.get() + '|' + policy.map(name -> name + '|').orElse("");
    }

    /** The count of that id; empty if there is none, or it was long ago. */
    public synchronized Optional<Count> find(String id) {
        return Optional.ofNullable(jobs.get(id)).map(Job::count);
    }

    /** Ends the count of that id, if it is running. Returns whether there is one of that id. */
    public synchronized boolean cancel(String id) {
        Optional<Job> found = Optional.ofNullable(jobs.get(id));
        found.ifPresent(each -> each.end(State.CANCELLED));
        return found.isPresent();
    }

    private final class Job {

        private final String id;
        private final String prefix;
        /** Used on the worker only. */
        private Optional<Iterator<String>> counters = Optional.empty();

        // guarded by this object
        private State state = State.RUNNING;
        private long counted;
        private long pages;

        Job(String id, String prefix) {
            this.id = id;
            this.prefix = prefix;
        }

        synchronized boolean isRunning() {
            return state == State.RUNNING;
        }

        synchronized Count count() {
            return new Count(id, state, counted, pages);
        }

        synchronized void end(State end) {
            state = state == State.RUNNING ? end : state;
        }

        void goOn() {
            try {
                worker.execute(this::page);
            } catch (RejectedExecutionException e) {
                end(State.FAILED);
            }
        }

        private void page() {
            try {
                readPage();
            } catch (RuntimeException | Error e) {
                problems.warn("cannot count the counters of the cluster", e);
                end(State.FAILED);
            }
        }

        private void readPage() {
            if (!isRunning()) {
                return;
            }
            Iterator<String> all = counters.orElseGet(() -> shared.counters(PAGE));
            counters = Optional.of(all);
            long found = 0;
            int read = 0;
            while (read < PAGE && all.hasNext()) {
                read++;
                found += all.next().startsWith(prefix) ? 1 : 0;
            }
            if (read(found, read)) {
                var unused = background.schedule(this::goOn, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        /** Returns whether there can be more. */
        private synchronized boolean read(long found, int read) {
            counted += found;
            pages += read > 0 ? 1 : 0;
            if (read < PAGE) {
                end(State.DONE);
            } else if (pages >= MOST_PAGES) {
                end(State.FAILED);
            }
            return state == State.RUNNING;
        }
    }
}
