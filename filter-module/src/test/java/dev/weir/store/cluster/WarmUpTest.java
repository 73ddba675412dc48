package dev.weir.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.Grid;
import dev.weir.store.memory.LocalStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    /** Long enough for a busy machine. */
    private static final long AMPLE_MILLIS = 60_000;
    /** A seventh of it is what one decision waits. */
    private static final long SHORT_MILLIS = 7;

    private final FakeGrid grid = new FakeGrid(new MutableClock());

    @Test
    void run_emptyGrid_leavesItsCountersInTheNoticeboardAlone() {
        run(grid, AMPLE_MILLIS, System::nanoTime);
        assertThat(grid.entries).isEmpty();
        assertThat(grid.operations).isZero();
        assertThat(grid.board.entries)
                .hasSize(WarmUp.NEW + 1 + WarmUp.OTHERS)
                .allSatisfy((id, state) -> assertThat(id).startsWith("warm-up warm-up|"));
        assertThat(grid.board.operations).isGreaterThan(WarmUp.NEW + 2 * WarmUp.OTHERS);
        assertThat(grid.closed).as("the store goes on").isFalse();
        assertThat(grid.membership).as("only the store listens").isNull();
    }

    @Test
    void run_anotherInstanceBefore_usesTheSameCounters() {
        run(grid, AMPLE_MILLIS, System::nanoTime);
        Map<String, String> before = Map.copyOf(grid.board.entries);
        FakeGrid second = new FakeGrid(new MutableClock());
        second.board = grid.board;
        run(second, AMPLE_MILLIS, System::nanoTime);
        assertThat(grid.board.entries).hasSameSizeAs(before).isNotEqualTo(before);
    }

    @Test
    void run_fullGrid_isMadeNevertheless() {
        grid.maxEntries = 0;
        run(grid, AMPLE_MILLIS, System::nanoTime);
        assertThat(grid.board.entries).hasSizeGreaterThan(WarmUp.NEW);
    }

    @Test
    void run_silentGrid_endsAfterFourDecisionsAndLogsNothing() {
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(logged(() -> run(grid, SHORT_MILLIS, () -> 0))).isZero();
        assertThat(grid.board.operations)
                .as("no second one of the same counter")
                .isEqualTo(3);
    }

    @Test
    void run_slowGrid_endsWhenTheTimeIsUp() {
        AtomicLong nanos = new AtomicLong();
        run(grid, 100, () -> nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1)));
        assertThat(grid.board.entries).hasSizeBetween(1, 100);
    }

    @Test
    void run_failingGrid_endsQuietly() {
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        assertThat(logged(() -> run(grid, SHORT_MILLIS, () -> 0))).isZero();
        assertThat(grid.board.entries).isEmpty();
    }

    @Test
    void run_storeCannotBeOpened_endsQuietly() {
        assertThat(logged(() -> WarmUp.run(
                        grid,
                        beside -> {
                            throw new IllegalStateException("no cache");
                        },
                        System::nanoTime)))
                .isZero();
    }

    private static void run(Grid grid, long mostMillis, LongSupplier nanoTime) {
        Function<Grid, CounterStore> opening = beside -> new ClusterStore(
                beside,
                ClusterStore.newHolder(),
                new LocalStore(beside.clock(), 10),
                StoreFixtures.settings(),
                WarmUp.text(StoreFixtures::text),
                Optional.empty(),
                (millis, task) -> task.run());
        WarmUp.run(grid, opening, mostMillis, nanoTime);
    }

    /** How many records {@code task} logs that an operator sees. */
    private static int logged(Runnable task) {
        int[] records = {0};
        Handler handler = new Handler() {

            @Override
            public void publish(LogRecord entry) {
                records[0] += entry.getLevel().intValue() > Level.FINE.intValue() ? 1 : 0;
            }

            @Override
            public void flush() {
                // nothing is kept
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        Logger logger = Logger.getLogger("dev.weir");
        logger.addHandler(handler);
        try {
            task.run();
        } finally {
            logger.removeHandler(handler);
        }
        return records[0];
    }
}
