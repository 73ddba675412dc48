package dev.weir.database;

import static dev.weir.database.TableFixtures.LATER;
import static dev.weir.database.TableFixtures.NOW;
import static dev.weir.database.TableFixtures.execute;
import static dev.weir.database.TableFixtures.load;
import static dev.weir.database.TableFixtures.state;
import static dev.weir.database.TableFixtures.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.Algorithm;
import dev.weir.core.Block;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.StateCodec;
import dev.weir.text.LimitReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the table promises on every database. */
abstract class CounterTableContract {

    private final DataSource database;

    /** @param database an empty one */
    CounterTableContract(DataSource database) {
        this.database = database;
    }

    @Test
    void create_twice_keepsWhatIsThere() throws SQLException {
        CounterTable table = table(database);
        table.save(List.of(state("a", 1)), NOW);
        table.create();
        assertThat(load(table)).containsExactly(state("a", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login|u:Alice",
                "login|u:alice",
                "login|u:alicé",
                "login|u:alice ",
                "login|h: ",
                "login|c:\0",
                "login|c:^a%",
                "login|c:用户",
                "login|c:\ud800",
            })
    void save_anyId_isLoadedAsItWas(String id) throws SQLException {
        CounterTable table = table(database);
        table.save(List.of(state("login|u:alice", 7)), NOW);
        StoredState saved = state(id, 8);
        assertThat(table.save(List.of(saved), NOW)).isZero();
        assertThat(load(table)).contains(saved);
        assertThat(load(table)).hasSize(id.equals("login|u:alice") ? 1 : 2);
    }

    @Test
    void save_neverForgotten_staysForGood() throws SQLException {
        CounterTable table = table(database);
        StoredState forGood = new StoredState("texts", "/shop|overrides|7", "1|9;", Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(table.save(List.of(forGood), NOW)).isZero();
        assertThat(table.save(List.of(state("/shop|overrides|7", 3)), NOW)).isZero();
        assertThat(table.deleteForgotten(LATER)).isEqualTo(1);
        assertThat(load(table)).containsExactly(forGood);
    }

    @Test
    void save_longestIds_fit() throws SQLException {
        CounterTable table = table(database);
        String policy = "p".repeat(63) + '|';
        List<StoredState> states = List.of(state(policy + "A".repeat(128), 1), state(policy + "用".repeat(128), 1));
        assertThat(table.save(states, NOW)).isZero();
        assertThat(load(table)).containsExactlyInAnyOrderElementsOf(states);
    }

    @ParameterizedTest
    @CsvSource({"17, 999", "5, 9223372036854775807"})
    void save_longestTexts_fit(int limits, long permits) throws SQLException {
        String text = longText(limits, permits);
        assertThat(text).hasSizeGreaterThan(3_500);
        StoredState saved = new StoredState("day", "p|g:", text, 1, LATER);
        CounterTable table = table(database);
        assertThat(table.save(List.of(saved), NOW)).isZero();
        assertThat(load(table)).containsExactly(saved);
    }

    /** The text of a state whose sliding windows have as many slices as they can. */
    private static String longText(int limits, long permits) {
        String windows = IntStream.rangeClosed(1, limits)
                .mapToObj(i -> "9/" + 3_600_000 * i + "ms")
                .collect(Collectors.joining(","));
        Policy policy = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll(windows));
        State state = State.EMPTY;
        for (long at = NOW; at < NOW + 3_600_000L * limits * 2; at += 60_000) {
            state = policy.settle(state, 1, Block.NONE, at);
        }
        return StateCodec.encode(state).replaceAll(",(\\d+),\\d+(?=[,;]|$)", ",$1," + permits);
    }

    @Test
    void save_tooLong_isGivenUpAlone() throws SQLException {
        CounterTable table = table(database);
        StoredState longId = state("x".repeat(721), 1);
        StoredState longText = new StoredState("hour", "long", "9".repeat(4_001), 1, LATER);
        assertThat(table.save(List.of(longId, state("a", 1), longText), NOW)).isEqualTo(2);
        assertThat(load(table)).containsExactly(state("a", 1));
    }

    @Test
    void save_oneThatTheDatabaseRefuses_isGivenUpAlone() throws SQLException {
        CounterTable table = table(database);
        execute(database, "ALTER TABLE weir_counters ADD CONSTRAINT no_thirteen CHECK (version <> 13)");
        assertThat(table.save(List.of(state("a", 12), state("b", 13), state("c", 14)), NOW))
                .isEqualTo(1);
        assertThat(load(table)).containsExactlyInAnyOrder(state("a", 12), state("c", 14));
    }

    @Test
    void save_tableGone_throws() throws SQLException {
        CounterTable table = table(database);
        execute(database, "DROP TABLE weir_counters");
        assertThatThrownBy(() -> table.save(List.of(state("a", 1)), NOW)).isInstanceOf(SQLException.class);
    }

    @Test
    void save_sameIdOfTwoKinds_areTwoRows() throws SQLException {
        CounterTable table = table(database);
        List<StoredState> states = new ArrayList<>();
        for (String retention : List.of("hour", "day", "longest")) {
            states.add(new StoredState(retention, "a", "text", 1, LATER));
        }
        table.save(states, NOW);
        assertThat(load(table)).containsExactlyInAnyOrderElementsOf(states);
    }

    @Test
    void save_olderOrNewer_newestStays() throws SQLException {
        CounterTable table = table(database);
        table.save(List.of(state("a", 5), state("b", 5), state("c", 5)), NOW);
        StoredState sameVersion = new StoredState("hour", "b", "other text", 5, LATER);
        table.save(List.of(state("a", 4), sameVersion, state("c", 6), state("d", 1)), NOW);
        assertThat(load(table)).containsExactlyInAnyOrder(state("a", 5), sameVersion, state("c", 6), state("d", 1));
    }

    @Test
    void save_lowerVersion_replacesOnlyWhatWasForgottenForAWhile() throws SQLException {
        CounterTable table = table(database);
        StoredState reset = new StoredState("hour", "a", "reset", 58, NOW);
        table.save(List.of(state("a", 57)), NOW);
        table.save(List.of(reset), NOW);
        table.save(List.of(state("a", 57)), NOW + StoredState.GRACE_MILLIS - 1);
        assertThat(load(table)).isEmpty();
        table.save(List.of(state("a", 1)), NOW + StoredState.GRACE_MILLIS);
        assertThat(load(table)).containsExactly(state("a", 1));
    }

    @Test
    void save_forgottenWithoutRow_makesNone() throws SQLException {
        CounterTable table = table(database);
        table.save(List.of(new StoredState("hour", "a", "text", 1, NOW)), NOW);
        assertThat(table.deleteForgotten(LATER)).isZero();
    }

    @Test
    void save_moreThanABatch_isKept() throws SQLException {
        CounterTable table = table(database);
        List<StoredState> states = IntStream.range(0, 2 * CounterTable.BATCH + 1)
                .mapToObj(i -> state("key" + i, 1))
                .toList();
        assertThat(table.save(states, NOW)).isZero();
        assertThat(load(table)).containsExactlyInAnyOrderElementsOf(states);
    }

    @Test
    void load_forgotten_isLeftOut() throws SQLException {
        CounterTable table = table(database);
        table.save(List.of(state("a", 1), new StoredState("hour", "b", "text", 1, NOW + 5)), NOW);
        List<StoredState> live = new ArrayList<>();
        assertThat(table.load(NOW + 5, live::add)).isEqualTo(1);
        assertThat(live).containsExactly(state("a", 1));
    }

    @Test
    void load_idsThatNobodyWrote_areLeftOut() throws SQLException {
        CounterTable table = table(database);
        table.save(List.of(state("a", 1)), NOW);
        String insert =
                "INSERT INTO weir_counters (state, version, forgotten_at, id, retention) VALUES ('?', 1, " + LATER;
        execute(database, insert + ", 'a%00', 'hour')");
        execute(database, insert + ", 'a%00zz', 'hour')");
        assertThat(load(table)).containsExactly(state("a", 1));
    }

    @Test
    void deleteForgotten_someForgotten_leavesTheOthers() throws SQLException {
        CounterTable table = table(database);
        table.save(List.of(state("a", 1), new StoredState("hour", "b", "text", 1, NOW + 5)), NOW);
        assertThat(table.deleteForgotten(NOW + 4)).isZero();
        assertThat(table.deleteForgotten(NOW + 5)).isEqualTo(1);
        assertThat(load(table)).containsExactly(state("a", 1));
    }
}
