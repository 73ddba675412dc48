package dev.weir.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.ListLogger;
import dev.weir.MutableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteBehindTest {

    private static final int MOST = 1_000;

    private final MutableClock clock = new MutableClock();
    private final ListLogger logger = new ListLogger();
    private final FakeDatabase database = new FakeDatabase(Databases.inMemory());
    private final List<StoredState> restored = new ArrayList<>();
    private final WriteBehind writeBehind = instance(restored);

    private WriteBehind instance(List<StoredState> restored) {
        return new WriteBehind(database, restored::add, () -> {}, MOST, clock, logger);
    }

    @AfterEach
    void goOn() {
        database.goOn();
    }

    @Test
    void close_afterChanges_losesNothing() {
        writeBehind.changed(state("a", 1));
        writeBehind.changed(state("b", 1));
        writeBehind.flush();
        writeBehind.changed(state("a", 2));
        writeBehind.close();
        assertThat(afterRestart()).containsExactlyInAnyOrder(state("a", 2), state("b", 1));
        assertThat(writeBehind.waiting()).isZero();
    }

    @Test
    void changed_oldAfterNew_newestIsWritten() {
        writeBehind.changed(state("a", 2));
        writeBehind.changed(state("a", 3));
        writeBehind.changed(state("a", 1));
        assertThat(writeBehind.waiting()).isEqualTo(1);
        writeBehind.flush();
        assertThat(afterRestart()).containsExactly(state("a", 3));
    }

    @Test
    void changed_whileItIsWritten_isWrittenNextTime() {
        writeBehind.load();
        writeBehind.changed(state("a", 1));
        database.before("INSERT", () -> writeBehind.changed(state("a", 2)));
        writeBehind.flush();
        assertThat(writeBehind.waiting()).isEqualTo(1);
        assertThat(afterRestart()).containsExactly(state("a", 1));
        writeBehind.flush();
        assertThat(afterRestart()).containsExactly(state("a", 2));
    }

    @Test
    void flush_databaseAwayAndBack_losesNothing() {
        writeBehind.load();
        database.down(true);
        for (int i = 0; i < 2 * MOST; i++) {
            writeBehind.changed(state("key" + i % MOST, i));
            if (i % 100 == 0) {
                writeBehind.flush();
            }
        }
        assertThat(writeBehind.waiting()).isEqualTo(MOST);
        database.down(false);
        writeBehind.flush();
        assertThat(writeBehind.waiting()).isZero();
        assertThat(afterRestart()).hasSize(MOST).allMatch(state -> state.version() >= MOST);
    }

    @Test
    void flush_databaseAway_asksOnceAndLogsOnceAMinute() {
        writeBehind.load();
        for (int i = 0; i < MOST; i++) {
            writeBehind.changed(state("key" + i, 1));
        }
        database.down(true);
        int before = database.connections();
        for (int second = 0; second < 60; second++) {
            writeBehind.flush();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(database.connections() - before).isEqualTo(60);
        assertThat(logger.lines())
                .filteredOn(line -> line.startsWith("WARNING"))
                .containsExactly("WARNING counters are not written to the database: 1000 wait for it (1 times so far)");
        database.down(false);
        writeBehind.flush();
        assertThat(logger.lines()).last().isEqualTo("INFO the database takes counters again");
    }

    @Test
    void flush_oneBatchFails_keepsJustWhatWasNotWritten() {
        writeBehind.load();
        for (int i = 0; i < MOST; i++) {
            writeBehind.changed(state("key" + i, 1));
        }
        // while the first batch is written, so that there is none for the second
        database.before("INSERT", () -> database.down(true));
        writeBehind.flush();
        assertThat(writeBehind.waiting()).isEqualTo(MOST - CounterTable.BATCH);
        database.down(false);
        writeBehind.flush();
        assertThat(afterRestart()).hasSize(MOST);
    }

    @Test
    void flush_driverFailsUnchecked_keepsTheState() {
        writeBehind.load();
        writeBehind.changed(state("a", 1));
        database.before("UPDATE", () -> {
            throw new IllegalStateException("the pool is closed");
        });
        writeBehind.flush();
        assertThat(writeBehind.waiting()).isEqualTo(1);
        writeBehind.flush();
        assertThat(afterRestart()).containsExactly(state("a", 1));
    }

    @Test
    void changed_databaseHangs_doesNotWait() {
        writeBehind.load();
        writeBehind.changed(state("a", 1));
        database.hang();
        int before = database.connections();
        CompletableFuture<Void> flush = CompletableFuture.runAsync(writeBehind::flush);
        await().until(() -> database.connections() > before);
        // would never come back if it waited: this thread is the one that ends the hanging
        writeBehind.changed(state("a", 2));
        writeBehind.changed(state("b", 1));
        assertThat(flush).isNotDone();
        database.goOn();
        flush.join();
        writeBehind.close();
        assertThat(afterRestart()).containsExactlyInAnyOrder(state("a", 2), state("b", 1));
    }

    @Test
    void changed_moreThanTheBound_isDroppedAndLogged() {
        database.down(true);
        for (int i = 0; i < MOST + 7; i++) {
            writeBehind.changed(state("key" + i, 1));
        }
        writeBehind.changed(state("key0", 2));
        assertThat(writeBehind.waiting()).isEqualTo(MOST);
        writeBehind.flush();
        assertThat(logger.lines())
                .last()
                .isEqualTo(
                        "WARNING 7 changes of counters will not outlast a restart of the whole cluster (1 times so far)");
        database.down(false);
        writeBehind.flush();
        writeBehind.changed(state("late", 1));
        writeBehind.flush();
        assertThat(afterRestart()).hasSize(MOST + 1).contains(state("key0", 2), state("late", 1));
    }

    @Test
    void load_databaseAwayAtStart_isMadeUpForByFlush() {
        writeBehind.changed(state("a", 5));
        writeBehind.close();
        List<StoredState> late = new ArrayList<>();
        WriteBehind next = instance(late);
        database.down(true);
        assertThat(next.load()).isFalse();
        next.changed(state("a", 1));
        next.changed(state("b", 1));
        next.flush();
        assertThat(late).isEmpty();
        database.down(false);
        next.flush();
        assertThat(late).containsExactly(state("a", 5));
        next.flush();
        assertThat(late).as("loaded once").hasSize(1);
        assertThat(afterRestart()).containsExactlyInAnyOrder(state("a", 5), state("b", 1));
    }

    @Test
    void load_oneConsumerFails_isTriedAgain() {
        writeBehind.changed(state("a", 5));
        writeBehind.close();
        WriteBehind next = new WriteBehind(
                database,
                state -> {
                    restored.add(state);
                    if (restored.size() == 1) {
                        throw new IllegalStateException("the grid is not there yet");
                    }
                },
                () -> {},
                MOST,
                clock,
                logger);
        assertThat(next.load()).isFalse();
        assertThat(next.load()).isTrue();
        assertThat(restored).containsExactly(state("a", 5), state("a", 5));
    }

    @Test
    void load_counterThatWasForgotten_canBeginAgain() {
        StoredState old = state("a", 57);
        writeBehind.changed(old);
        writeBehind.close();
        clock.advance(Duration.ofMillis(old.forgottenMillis() - clock.millis()));
        WriteBehind next = instance(restored);
        assertThat(next.load()).isTrue();
        assertThat(restored).isEmpty();
        next.changed(state("a", 1));
        next.close();
        assertThat(afterRestart()).containsExactly(state("a", 1));
    }

    @Test
    void flush_onceAMinute_deletesWhatIsForgotten() throws SQLException {
        writeBehind.changed(new StoredState("hour", "a", "text", 1, clock.millis() + 1_000));
        writeBehind.flush();
        CounterTable table = new CounterTable(database);
        clock.advance(Duration.ofSeconds(59));
        writeBehind.flush();
        clock.advance(Duration.ofSeconds(2));
        assertThat(table.load(0, state -> {})).isEqualTo(1);
        writeBehind.flush();
        assertThat(table.load(0, state -> {})).isZero();
    }

    @Test
    void flush_tableGone_isMadeAgain() throws SQLException {
        writeBehind.load();
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE weir_counters");
        }
        writeBehind.changed(state("a", 1));
        writeBehind.flush();
        assertThat(writeBehind.waiting()).isEqualTo(1);
        writeBehind.flush();
        assertThat(afterRestart()).containsExactly(state("a", 1));
    }

    @Test
    void close_databaseAway_saysWhatIsLost() {
        database.down(true);
        writeBehind.changed(state("a", 1));
        writeBehind.close();
        assertThat(logger.lines())
                .last()
                .isEqualTo(
                        "WARNING 1 changes of counters will not outlast a restart of the whole cluster (1 times so far)");
    }

    private List<StoredState> afterRestart() {
        List<StoredState> loaded = new ArrayList<>();
        assertThat(instance(loaded).load()).isTrue();
        return loaded;
    }

    private StoredState state(String id, long version) {
        return new StoredState("hour", id, "1|" + version + "|0|0|-", version, clock.millis() + 3_600_000);
    }
}
