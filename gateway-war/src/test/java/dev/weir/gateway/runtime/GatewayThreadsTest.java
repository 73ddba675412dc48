package dev.weir.gateway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The threads beside requests. */
class GatewayThreadsTest {

    private static List<String> named(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    @Test
    void repeat_taskThatFails_isTriedAgain_untilTheEnd() {
        AtomicInteger times = new AtomicInteger();
        GatewayThreads threads = new GatewayThreads();
        threads.repeat("test-repeat", Duration.ofMillis(1), () -> {
            if (times.incrementAndGet() == 1) {
                throw new IllegalStateException("the first time");
            }
        });
        await().until(() -> times.get() > 2);
        threads.close();
        assertThat(named("test-repeat")).isEmpty();
    }

    @Test
    void waiting_moreThanThereIsRoomFor_isDoneByWhoBringsIt() throws InterruptedException {
        GatewayThreads threads = new GatewayThreads();
        Executor waiting = threads.waiting("test-waiting");
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            waiting.execute(() -> {
                busy.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertThat(busy.await(5, TimeUnit.SECONDS)).isTrue();
        AtomicReference<Thread> by = new AtomicReference<>();
        for (int i = 0; i < 1_000; i++) {
            waiting.execute(() -> {});
        }
        waiting.execute(() -> by.set(Thread.currentThread()));
        assertThat(by).hasValue(Thread.currentThread());
        end.countDown();
        threads.close();
        await().untilAsserted(() -> assertThat(named("test-waiting")).isEmpty());
    }
}
