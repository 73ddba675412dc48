package dev.weir.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ThreadCountsTest {

    private static final int KINDS = 3;

    private final ThreadCounts counts = new ThreadCounts(KINDS);

    /** All of them have one place. */
    private static final class SamePlace extends Thread {

        SamePlace(Runnable task) {
            super(task);
        }

        @Override
        public long getId() {
            return 7;
        }
    }

    private void count(int kind, int times) {
        for (int i = 0; i < times; i++) {
            counts.increment(kind);
        }
    }

    private static void run(Thread thread) throws InterruptedException {
        thread.start();
        thread.join();
    }

    @Test
    void of_severalKinds_eachIsCountedApart() {
        count(0, 3);
        count(2, 5);
        assertThat(List.of(counts.of(0), counts.of(1), counts.of(2))).containsExactly(3L, 0L, 5L);
    }

    @Test
    void increment_threadsOfOnePlaceAtTheSameTime_noneIsLost() throws InterruptedException {
        int threads = 8;
        int each = 50_000;
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread thread = new SamePlace(() -> {
                try {
                    begin.await();
                } catch (InterruptedException e) {
                    return;
                }
                count(1, each);
            });
            thread.start();
            all.add(thread);
        }
        begin.countDown();
        while (all.stream().anyMatch(Thread::isAlive)) {
            counts.release();
        }
        for (Thread thread : all) {
            thread.join();
        }
        assertThat(counts.of(1)).isEqualTo((long) threads * each);
    }

    @Test
    void rowOf_anotherThreadHasThePlace_hasNone() {
        Thread first = new SamePlace(() -> {});
        long[] row = counts.rowOf(first);
        assertThat(row).isNotSameAs(ThreadCounts.NONE);
        assertThat(counts.rowOf(new SamePlace(() -> {}))).isSameAs(ThreadCounts.NONE);
        assertThat(counts.rowOf(first)).isSameAs(row);
    }

    @Test
    void draw_severalThousandTimes_halfOfTheNumbersAreNegative() {
        long[] row = counts.rowOf(Thread.currentThread());
        int negative = 0;
        for (int i = 0; i < 10_000; i++) {
            negative += ThreadCounts.draw(row) < 0 ? 1 : 0;
        }
        // six standard deviations of 50
        assertThat(negative).isBetween(4_700, 5_300);
        assertThat(counts.of(0)).as("what is drawn counts nothing").isZero();
    }

    @Test
    void release_ownerHasEnded_anotherThreadGoesOnFromItsCounts() throws InterruptedException {
        run(new SamePlace(() -> count(1, 4)));
        assertThat(counts.owners()).isEqualTo(1);
        counts.release();
        assertThat(counts.owners()).isZero();
        assertThat(counts.of(1)).isEqualTo(4);
        run(new SamePlace(() -> count(1, 6)));
        assertThat(counts.owners()).isEqualTo(1);
        assertThat(counts.of(1)).isEqualTo(10);
    }

    @Test
    void release_ownerLives_keepsItsRow() {
        count(0, 2);
        counts.release();
        assertThat(counts.owners()).isEqualTo(1);
        count(0, 2);
        assertThat(counts.of(0)).isEqualTo(4);
    }
}
