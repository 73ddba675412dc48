package dev.weir.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Exact counts of something that a few threads do all the time. A thread that finds its place free owns a row of
 * numbers there, which no other thread writes: to add one to it needs no compare-and-swap, as a {@link LongAdder} does,
 * which the threads use whose place is taken. Safe for use by many threads.
 */
final class ThreadCounts {

    /** A power of two. */
    static final int PLACES = 128;
    /** The row of a thread that has none. */
    static final long[] NONE = {};

    /** Numbers in a line of the cache: no two threads write to the same. */
    private static final int LINE = 8;
    /** The place of a random number, beside the counts. */
    private static final int CHANCE = LINE - 1;

    private static final VarHandle NUMBER = MethodHandles.arrayElementVarHandle(long[].class);

    private final int kinds;
    private final @Nullable Row[] rows = new Row[PLACES];
    private final LongAdder[] others;

    /** The numbers of one thread, which goes on from those of threads before it that have ended. */
    private static final class Row {

        final long[] numbers;
        /**
         * Null if it has ended. Written with the lock of the counts, read without: a thread can see the owner before
         * the present one, but never itself in place of another.
         */
        @Nullable Thread owner;

        Row(int kinds) {
            this.numbers = new long[LINE + kinds + LINE];
            numbers[CHANCE] = ThreadLocalRandom.current().nextInt();
        }
    }

    /** Nothing was counted so far, of kinds from 0 up. */
    ThreadCounts(int kinds) {
        this.kinds = kinds;
        this.others = new LongAdder[kinds];
        Arrays.setAll(others, kind -> new LongAdder());
    }

    /** Counts one more of {@code kind}. */
    void increment(int kind) {
        long[] row = rowOf(Thread.currentThread());
        if (row == NONE) {
            others[kind].increment();
        } else {
            increment(row, kind);
        }
    }

    /** Counts one more of {@code kind} in {@code row}, that of the current thread. */
    static void increment(long[] row, int kind) {
        NUMBER.setOpaque(row, LINE + kind, row[LINE + kind] + 1);
    }

    /**
     * Draws a number, as {@code row} goes on, that of the current thread: by a linear congruential generator, whose
     * upper bits are good enough (Knuth's and Lewis's).
     */
    static int draw(long[] row) {
        int drawn = (int) row[CHANCE] * 1_664_525 + 1_013_904_223;
        row[CHANCE] = drawn;
        return drawn;
    }

    /** The row of {@code self}, the current thread, as long as it lives; {@link #NONE} if its place is taken. */
    long[] rowOf(Thread self) {
        Row row = rows[place(self)];
        Thread owner = row == null ? null : row.owner;
        if (row == null || owner == null) {
            return claim(self);
        }
        return owner == self ? row.numbers : NONE;
    }

    private synchronized long[] claim(Thread self) {
        Row row = rows[place(self)];
        if (row == null) {
            row = new Row(kinds);
            rows[place(self)] = row;
        }
        if (row.owner == null) {
            row.owner = self;
        }
        return row.owner == self ? row.numbers : NONE;
    }

    static int place(Thread thread) {
        return (int) thread.getId() & PLACES - 1;
    }

    /**
     * Called once a second: threads that have ended leave their rows to others. What they have written last is seen by
     * those who are told that they have ended.
     */
    synchronized void release() {
        for (Row row : rows) {
            if (row != null && row.owner != null && !row.owner.isAlive()) {
                row.owner = null;
            }
        }
    }

    /** How many threads have a row. */
    synchronized int owners() {
        int owners = 0;
        for (Row row : rows) {
            owners += row == null || row.owner == null ? 0 : 1;
        }
        return owners;
    }

    /** How many of {@code kind} were counted. */
    long of(int kind) {
        long sum = others[kind].sum();
        for (Row row : rows) {
            sum += row == null ? 0 : (long) NUMBER.getOpaque(row.numbers, LINE + kind);
        }
        return sum;
    }
}
