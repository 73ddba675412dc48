package dev.weir.outbound.batch;

import dev.weir.outbound.BatchOptions;
import dev.weir.outbound.BatchResult;
import dev.weir.outbound.queue.port.Timer;
import dev.weir.outbound.settings.BatchSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One {@link BatchRunner#runAll}. All state is guarded by this. */
final class RunningBatch<T extends @Nullable Object> {

    private static final System.Logger LOG = System.getLogger(RunningBatch.class.getName());

    private final BatchRunner.Caller caller;
    private final List<? extends Callable<T>> tasks;
    private final Duration pause;
    private final Duration taskTimeout;
    private final BatchOptions.Progress progress;
    private final ExecutorService threads;
    private final Timer timer;
    private final OverdueTasks overdue;
    private final BatchSize size;
    private final List<Optional<BatchResult.Result<T>>> results = new ArrayList<>();
    private final Set<Future<?>> futures = new HashSet<>();
    private int running;
    private int done;
    private int startedInBatch;
    private boolean pausing;
    private boolean hasWarned;

    RunningBatch(
            BatchRunner.Caller caller,
            List<? extends Callable<T>> tasks,
            BatchSettings settings,
            BatchOptions options,
            ExecutorService threads,
            Timer timer,
            OverdueTasks overdue) {
        this.caller = caller;
        this.tasks = List.copyOf(tasks);
        this.pause = options.pause().orElse(settings.pause());
        this.taskTimeout = options.taskTimeout().orElse(settings.taskTimeout());
        this.progress = options.progress();
        this.threads = threads;
        this.timer = timer;
        this.overdue = overdue;
        this.size = new BatchSize(options.size().map(OptionalInt::of).orElse(settings.size()), settings.max());
    }

    synchronized BatchResult<T> run() throws InterruptedException {
        long start = timer.nanoTime();
        for (int i = 0; i < tasks.size(); i++) {
            results.add(Optional.empty());
        }
        try {
            for (int i = 0; i < tasks.size(); i++) {
                waitForPlace();
                begin(i);
            }
            while (done < tasks.size()) {
                wait();
            }
        } catch (InterruptedException e) {
            futures.forEach(each -> each.cancel(true));
            throw e;
        }
        List<BatchResult.Result<T>> all = new ArrayList<>();
        results.forEach(each -> all.add(each.orElseThrow()));
        return new BatchResult<>(all, Duration.ofNanos(timer.nanoTime() - start));
    }

    /** Without a pause a task begins as another ends; with one, a batch ends before the next begins. */
    private void waitForPlace() throws InterruptedException {
        while (running >= size.size()) {
            wait();
        }
        if (!pause.isZero() && startedInBatch >= size.size()) {
            while (running > 0) {
                wait();
            }
            pausing = true;
            Timer.Cancellable alarm = timer.at(timer.nanoTime() + pause.toNanos(), this::pauseEnds);
            try {
                while (pausing) {
                    wait();
                }
            } finally {
                alarm.cancel();
            }
            startedInBatch = 0;
        }
    }

    private synchronized void pauseEnds() {
        pausing = false;
        notifyAll();
    }

    private void begin(int number) {
        running++;
        startedInBatch++;
        TimedTask<T> task =
                new TimedTask<>(tasks.get(number), taskTimeout, timer, overtime -> giveUpLater(number, overtime));
        if (overdue.areTooMany()) {
            ended(
                    number,
                    task,
                    new BatchResult.Failure<>(new RejectedExecutionException(
                            OverdueTasks.MOST + " tasks of batches still run after their time is over")));
            return;
        }
        try {
            futures.removeIf(Future::isDone);
            futures.add(threads.submit(() -> call(number, task)));
        } catch (RejectedExecutionException e) {
            ended(number, task, new BatchResult.Failure<>(e));
        }
    }

    private void call(int number, TimedTask<T> task) {
        BatchResult.Result<T> result;
        try {
            result = new BatchResult.Success<>(caller.call(task));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result = new BatchResult.Failure<>(e);
        } catch (Exception | Error e) {
            result = new BatchResult.Failure<>(e);
        }
        if (!ended(number, task, result)) {
            overdue.end();
        }
    }

    /** On another thread, because a listener of the progress must not hold the timer. */
    private void giveUpLater(int number, TimedTask<T> task) {
        try {
            threads.execute(() -> giveUp(number, task));
        } catch (RejectedExecutionException e) {
            // the application has ended
            giveUp(number, task);
        }
    }

    private synchronized void giveUp(int number, TimedTask<T> task) {
        if (ended(number, task, new BatchResult.Failure<>(task.tooLate()))) {
            overdue.begin();
            if (!hasWarned) {
                hasWarned = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a task of a batch goes on {0} after its time of {1}, although it was interrupted; the batch does"
                                + " not wait for it",
                        TimedTask.GRACE,
                        taskTimeout);
            }
        }
    }

    /** Returns whether that is its result; a task that was given up has one already. */
    private synchronized boolean ended(int number, TimedTask<T> task, BatchResult.Result<T> result) {
        if (results.get(number).isPresent()) {
            return false;
        }
        results.set(number, Optional.of(result));
        running--;
        done++;
        if (task.hasStarted()) {
            size.ended(result instanceof BatchResult.Failure, task.nanos());
        }
        notifyAll();
        progress.ended(done, tasks.size());
        return true;
    }
}
