package dev.weir.outbound.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.outbound.BatchOptions;
import dev.weir.outbound.BatchResult;
import dev.weir.outbound.queue.port.Timer;
import dev.weir.outbound.settings.BatchSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchRunnerTest {

    private static final BatchSettings AUTO =
            new BatchSettings(OptionalInt.empty(), 100, Duration.ZERO, Duration.ofSeconds(30));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService ticker = Executors.newScheduledThreadPool(1);
    private final Timer timer = new Timer() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Cancellable at(long nanos, Runnable task) {
            var scheduled = ticker.schedule(task, nanos - nanoTime(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        }
    };
    private final BatchRunner runner = new BatchRunner(threads, timer);

    private static final BatchRunner.Caller DIRECT = new BatchRunner.Caller() {
        @Override
        public <T> T call(Callable<T> task) throws Exception {
            return task.call();
        }
    };

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
        ticker.shutdownNow();
    }

    @Test
    void runAll_someFail_resultsInOrderEachByItself() throws InterruptedException {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            tasks.add(() -> {
                if (number % 7 == 3) {
                    throw new IOException("no " + number);
                }
                return number;
            });
        }
        List<Integer> told = new ArrayList<>();
        BatchResult<Integer> result =
                runner.runAll(DIRECT, tasks, AUTO, BatchOptions.defaults().withProgress((done, all) -> told.add(done)));
        assertThat(result.results()).hasSize(50);
        for (int i = 0; i < 50; i++) {
            if (i % 7 == 3) {
                assertThat(result.results().get(i))
                        .isInstanceOfSatisfying(
                                BatchResult.Failure.class,
                                each -> assertThat(each.cause()).hasMessageStartingWith("no "));
            } else {
                assertThat(result.results().get(i)).isEqualTo(new BatchResult.Success<>(i));
            }
        }
        assertThat(told).hasSize(50).isSorted().endsWith(50);
    }

    @Test
    void runAll_fixedSize_neverMoreAtOnce() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            tasks.add(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                three.countDown();
                boolean all = three.await(10, TimeUnit.SECONDS);
                running.decrementAndGet();
                return all;
            });
        }
        BatchResult<Boolean> result =
                runner.runAll(DIRECT, tasks, AUTO, BatchOptions.defaults().withSize(3));
        assertThat(result.values()).hasSize(30).doesNotContain(false);
        assertThat(most).hasValue(3);
    }

    @Test
    void runAll_taskTakesTooLong_isInterruptedAndOthersAreNot() throws InterruptedException {
        Callable<Integer> endless = () -> {
            new CountDownLatch(1).await();
            return 0;
        };
        BatchResult<Integer> result = runner.runAll(
                DIRECT,
                List.of(endless, () -> 1),
                AUTO,
                BatchOptions.defaults().withTaskTimeout(Duration.ofMillis(100)));
        assertThat(result.failures()).hasSize(1).first().isInstanceOf(TimeoutException.class);
        assertThat(result.values()).containsExactly(1);
    }

    /** Runs until {@code end} is there, whatever interrupts it. */
    private static Callable<Integer> stubborn(CountDownLatch end) {
        return () -> {
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    // ignored, as by code that retries
                }
            }
            return 0;
        };
    }

    @Test
    void runAll_taskIgnoresItsInterrupt_isGivenUpAndNotWaitedFor() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        List<Integer> told = new ArrayList<>();
        BatchResult<Integer> result = runner.runAll(
                DIRECT,
                List.of(stubborn(end), () -> 1, () -> 2),
                AUTO,
                BatchOptions.defaults()
                        .withSize(1)
                        .withTaskTimeout(Duration.ofMillis(20))
                        .withProgress((done, all) -> told.add(done)));
        assertThat(end.getCount()).as("it still runs").isOne();
        assertThat(result.results().get(0))
                .isInstanceOfSatisfying(
                        BatchResult.Failure.class,
                        each -> assertThat(each.cause()).isInstanceOf(TimeoutException.class));
        assertThat(result.values()).containsExactly(1, 2);
        end.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(told).as("its end is not told again").containsExactly(1, 2, 3);
    }

    @Test
    void runAll_taskThatWasGivenUp_isNotRepeated() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger attempts = new AtomicInteger();
        BatchRunner.Caller twice = new BatchRunner.Caller() {
            @Override
            public <T> T call(Callable<T> task) throws Exception {
                try {
                    return task.call();
                } catch (TimeoutException e) {
                    return task.call();
                }
            }
        };
        Callable<Integer> stubborn = stubborn(end);
        Callable<Integer> fails = () -> {
            attempts.incrementAndGet();
            stubborn.call();
            throw new IOException("at last");
        };
        BatchResult<Integer> result = runner.runAll(
                twice, List.of(fails), AUTO, BatchOptions.defaults().withTaskTimeout(Duration.ofMillis(20)));
        assertThat(result.failures()).hasSize(1);
        end.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(attempts).hasValue(1);
    }

    @Test
    void runAll_tooManyTasksWereGivenUp_beginsNoneUntilTheyEnd() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        BatchOptions all = BatchOptions.defaults().withSize(OverdueTasks.MOST).withTaskTimeout(Duration.ofMillis(20));
        List<Callable<Integer>> tasks = new ArrayList<>(Collections.nCopies(OverdueTasks.MOST, stubborn(end)));
        assertThat(runner.runAll(DIRECT, tasks, AUTO, all).failures()).hasSize(OverdueTasks.MOST);
        assertThat(runner.runAll(DIRECT, List.of(() -> 1), AUTO, all).failures())
                .singleElement()
                .isInstanceOf(RejectedExecutionException.class);
        end.countDown();
        await().until(() ->
                runner.runAll(DIRECT, List.of(() -> 1), AUTO, all).values().equals(List.of(1)));
    }

    @Test
    void runAll_waitForThePermit_isNoTimeOfTheTask() throws InterruptedException {
        CompletableFuture<Void> permit = new CompletableFuture<>();
        BatchRunner.Caller waits = new BatchRunner.Caller() {
            @Override
            public <T> T call(Callable<T> task) throws Exception {
                permit.get();
                return task.call();
            }
        };
        ticker.schedule(() -> permit.complete(null), 400, TimeUnit.MILLISECONDS);
        BatchResult<Integer> result = runner.runAll(
                waits, List.of(() -> 1), AUTO, BatchOptions.defaults().withTaskTimeout(Duration.ofMillis(200)));
        assertThat(result.values()).containsExactly(1);
    }

    @Test
    void runAll_pause_aBatchEndsBeforeTheNextBegins() throws InterruptedException {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int batch = i / 2;
            tasks.add(() -> order.add(batch));
        }
        BatchResult<Boolean> result = runner.runAll(
                DIRECT, tasks, AUTO, BatchOptions.defaults().withSize(2).withPause(Duration.ofMillis(60)));
        assertThat(order).containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(result.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(120));
    }

    @Test
    void runAll_isInterrupted_endsAllTasks() {
        CountDownLatch begun = new CountDownLatch(2);
        AtomicInteger interrupted = new AtomicInteger();
        AtomicInteger started = new AtomicInteger();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            tasks.add(() -> {
                started.incrementAndGet();
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                    throw e;
                }
                return 0;
            });
        }
        Thread caller = new Thread(() -> {
            try {
                runner.runAll(DIRECT, tasks, AUTO, BatchOptions.defaults().withSize(2));
            } catch (InterruptedException e) {
                thrown.set(e);
            }
        });
        caller.start();
        await().until(() -> begun.getCount() == 0);
        caller.interrupt();
        await().until(() -> !caller.isAlive());
        await().until(() -> interrupted.get() == 2);
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(started).hasValue(2);
    }
}
