package dev.weir.outbound.batch;

import dev.weir.outbound.BatchOptions;
import dev.weir.outbound.BatchResult;
import dev.weir.outbound.queue.port.Timer;
import dev.weir.outbound.settings.BatchSettings;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Runs many tasks, each with its permit, as many at once as is good for the other side. Safe for use by many threads.
 *
 * <p>Each task that runs or waits for its permit has one thread of the pool; the caller's thread only waits. So there
 * are no more threads than the batch size, and one for each task that goes on after its batch has given it up: of
 * these, {@value OverdueTasks#MOST} over all batches.
 */
public final class BatchRunner {

    /** Makes a call: waits for its permit, runs it, and repeats it as the policy says. */
    @FunctionalInterface
    public interface Caller {

        /** Returns what the last attempt returned, or throws what it threw, or that there was no permit. */
        <T extends @Nullable Object> T call(Callable<T> task) throws Exception;
    }

    private final ExecutorService threads;
    private final Timer timer;
    private final OverdueTasks overdue = new OverdueTasks();

    /** A runner whose tasks run on {@code threads}, which begins another thread where none is free. */
    public BatchRunner(ExecutorService threads, Timer timer) {
        this.threads = threads;
        this.timer = timer;
    }

    /**
     * Runs all tasks, and waits for them, but not for one that goes on {@link TimedTask#GRACE} after it was
     * interrupted because its time was over.
     *
     * @return one result for each, in their order
     * @throws InterruptedException if the thread is interrupted: the threads of tasks are too, and no other task begins
     */
    public <T extends @Nullable Object> BatchResult<T> runAll(
            Caller caller, List<? extends Callable<T>> tasks, BatchSettings settings, BatchOptions options)
            throws InterruptedException {
        return new RunningBatch<T>(caller, tasks, settings, options, threads, timer, overdue).run();
    }
}
