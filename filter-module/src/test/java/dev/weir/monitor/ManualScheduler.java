package dev.weir.monitor;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs at once what is to be run at once, and what is for later when the test says so. */
final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {

    final Queue<Runnable> later = new ConcurrentLinkedQueue<>();
    /** How long the last of them was to wait. */
    long lastDelayMillis;

    /** Whether what is to be run at once waits, too. */
    volatile boolean holds;

    @Override
    public void execute(Runnable task) {
        if (holds) {
            later.add(task);
        } else {
            task.run();
        }
    }

    /** Runs what was for later so far. Returns whether there was something. */
    boolean runLater() {
        int due = later.size();
        for (int i = 0; i < due; i++) {
            later.remove().run();
        }
        return due > 0;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        lastDelayMillis = unit.toMillis(delay);
        Scheduled scheduled = new Scheduled(task);
        later.add(scheduled);
        return scheduled;
    }

    private static final class Scheduled extends FutureTask<Void> implements ScheduledFuture<Void> {

        Scheduled(Runnable task) {
            super(task, null);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new AssertionError("not used");
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
        throw new AssertionError("not used");
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        throw new AssertionError("not used");
    }

    @Override
    public void shutdown() {
        later.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        later.clear();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
