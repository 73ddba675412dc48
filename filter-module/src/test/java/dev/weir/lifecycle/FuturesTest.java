package dev.weir.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FuturesTest {

    private final ScheduledExecutorService ticker = Threads.ticker("futures-test");
    private final AtomicInteger runs = new AtomicInteger();
    private final FutureTask<String> work = new FutureTask<>(() -> "done");

    @AfterEach
    void end() {
        Threads.end(ticker);
    }

    @Test
    void whenDone_doneAlready_runsNow() {
        work.run();
        Futures.whenDone(work, ticker, runs::incrementAndGet);
        assertThat(runs).hasValue(1);
    }

    @Test
    void whenDone_doneLater_runsOnceThen() {
        Futures.whenDone(work, ticker, runs::incrementAndGet);
        assertThat(runs).hasValue(0);
        work.run();
        await().until(() -> runs.get() == 1);
    }

    @Test
    void whenDone_tickerHasEnded_runsNow() {
        Threads.end(ticker);
        Futures.whenDone(work, ticker, runs::incrementAndGet);
        assertThat(runs).hasValue(1);
    }

    @Test
    void whenDone_futureFails_runsNow() {
        FutureTask<String> failing = new FutureTask<>(() -> "done") {
            @Override
            public boolean isDone() {
                throw new UnsupportedOperationException("of the test");
            }
        };
        Futures.whenDone(failing, ticker, runs::incrementAndGet);
        assertThat(runs).hasValue(1);
    }
}
