package dev.weir.database;

import static dev.weir.database.TableFixtures.NOW;
import static dev.weir.database.TableFixtures.execute;
import static dev.weir.database.TableFixtures.load;
import static dev.weir.database.TableFixtures.state;
import static dev.weir.database.TableFixtures.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the table promises on every database where several instances write to it, or something fails halfway. */
abstract class CounterTableRaceContract {

    private final DataSource database;

    /** @param database an empty one */
    CounterTableRaceContract(DataSource database) {
        this.database = database;
    }

    @Test
    void create_manyInstancesAtOnce_succeedsOnAll() throws Exception {
        for (int round = 0; round < 5; round++) {
            atOnce(4, instance -> {
                new CounterTable(database).create();
                return 0;
            });
            assertThat(table(database).load(NOW, state -> {})).isZero();
            execute(database, "DROP TABLE weir_counters");
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 5", "6, 6"})
    void save_rowMadeInBetween_newestStays(long ofTheOther, long newest) throws SQLException {
        CounterTable other = table(database);
        FakeDatabase between = new FakeDatabase(database);
        between.before("INSERT", () -> other.save(List.of(state("b", ofTheOther)), NOW));
        CounterTable table = new CounterTable(between);
        assertThat(table.save(List.of(state("a", 1), state("b", 5), state("c", 1)), NOW))
                .isZero();
        assertThat(load(table)).containsExactlyInAnyOrder(state("a", 1), state("b", newest), state("c", 1));
    }

    @Test
    void save_rowMadeBeforeItIsLookedFor_newestStays() throws SQLException {
        CounterTable other = table(database);
        FakeDatabase between = new FakeDatabase(database);
        between.before("SELECT id", () -> other.save(List.of(state("a", 4)), NOW));
        CounterTable table = new CounterTable(between);
        assertThat(table.save(List.of(state("a", 5)), NOW)).isZero();
        assertThat(load(table)).containsExactly(state("a", 5));
    }

    @Test
    void save_deadlock_isTriedAgain() throws SQLException {
        CounterTable table = table(database);
        FakeDatabase locked = new FakeDatabase(database);
        locked.before("INSERT", () -> {
            throw new SQLException("deadlock detected", "40P01");
        });
        assertThat(new CounterTable(locked).save(List.of(state("a", 1)), NOW)).isZero();
        assertThat(load(table)).containsExactly(state("a", 1));
    }

    @Test
    void save_deadlockAgainAndAgain_throws() throws SQLException {
        CounterTable table = table(database);
        FakeDatabase locked = new FakeDatabase(database);
        lockForEver(locked);
        assertThatThrownBy(() -> new CounterTable(locked).save(List.of(state("a", 1)), NOW))
                .hasMessage("deadlock detected");
        assertThat(load(table)).isEmpty();
    }

    private static void lockForEver(FakeDatabase database) {
        database.before("INSERT", () -> {
            lockForEver(database);
            throw new SQLException("deadlock detected", "40P01");
        });
    }

    @Test
    void save_failsHalfway_writesNothing() throws SQLException {
        CounterTable table = table(database);
        table.save(List.of(state("a", 1)), NOW);
        FakeDatabase breaking = new FakeDatabase(database);
        breaking.before("INSERT", () -> {
            throw new SQLException("connection lost", "08006");
        });
        assertThatThrownBy(() -> new CounterTable(breaking).save(List.of(state("a", 2), state("b", 1)), NOW))
                .hasMessage("connection lost");
        assertThat(load(table)).containsExactly(state("a", 1));
    }

    @Test
    void save_manyInstancesAtOnce_newestOfEachStays() throws Exception {
        CounterTable table = table(database);
        int instances = 3;
        int givenUp = atOnce(instances, instance -> {
            CounterTable own = new CounterTable(database);
            List<StoredState> states = IntStream.range(0, 300)
                    .mapToObj(i -> state("key" + i, 1 + (i + instance) % instances))
                    .toList();
            return own.save(states, NOW);
        });
        assertThat(givenUp).isZero();
        assertThat(load(table)).hasSize(300).allMatch(state -> state.version() == instances);
    }

    private interface Instance {
        int run(int number) throws SQLException;
    }

    private static int atOnce(int count, Instance instance) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                tasks.add(() -> instance.run(number));
            }
            int sum = 0;
            for (Future<Integer> result : threads.invokeAll(tasks)) {
                sum += result.get();
            }
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }
}
