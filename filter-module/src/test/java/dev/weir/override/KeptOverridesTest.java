package dev.weir.override;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.LimitControl;
import dev.weir.LimitOverride;
import dev.weir.ListLogger;
import dev.weir.MutableClock;
import dev.weir.database.Databases;
import dev.weir.database.FakeDatabase;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.StoreFixtures;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.grid.FakeGrid;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator changed holds again after all instances were stopped, from the database. */
@Timeout(60)
class KeptOverridesTest {

    private final MutableClock clock = new MutableClock();
    private final FakeDatabase database = new FakeDatabase(Databases.inMemory());
    private final ListLogger log = new ListLogger();
    private final List<Instance> started = new ArrayList<>();

    /** An instance, in a cluster of its own unless it is given a grid. */
    private final class Instance {

        final FakeGrid grid;
        final ClusterStore store;
        final SharedOverrides overrides;

        Instance(FakeGrid grid, boolean persistent, String namespace) {
            this.grid = grid;
            this.store = StoreFixtures.store(
                    grid, StoreFixtures.settings(), persistent ? Optional.of(database) : Optional.empty());
            this.overrides = new SharedOverrides(
                    store.texts(),
                    () -> namespace,
                    new Overrides(clock, ZoneOffset.UTC),
                    new OncePerMinuteLog(log, clock));
            started.add(this);
        }

        Instance load() {
            done(overrides.load());
            return this;
        }

        List<String> values() {
            return overrides.all().stream().map(LimitOverride::value).toList();
        }

        void stop() {
            store.close();
            started.remove(this);
        }
    }

    private Instance start() {
        return new Instance(new FakeGrid(clock), true, "/shop").load();
    }

    private Instance beside(Instance other) {
        return new Instance(new FakeGrid(other.grid), false, "/shop").load();
    }

    @AfterEach
    void stop() {
        database.goOn();
        List.copyOf(started).forEach(Instance::stop);
    }

    private LimitOverride limit(String key, String value, Optional<Duration> duration) {
        return new LimitOverride(
                LimitOverride.Kind.LIMIT,
                "api",
                Optional.of(key),
                value,
                clock.instant(),
                duration.map(clock.instant()::plus),
                "admin",
                "störung; 50 % of \0 users | later ");
    }

    private LimitOverride limit(String key, String value) {
        return limit(key, value, Optional.empty());
    }

    private static void done(CompletionStage<Void> change) {
        assertThat(change.toCompletableFuture()).isCompleted();
    }

    private List<String> rows() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT state FROM weir_counters WHERE retention = 'texts'")) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        }
    }

    @Test
    void load_allInstancesWereStopped_holdsWhatHasNotEnded() throws SQLException {
        Instance before = start();
        done(before.overrides.add(limit("u:alice", "1/1m")));
        done(before.overrides.add(limit("u:bob", "2/1m", Optional.of(Duration.ofHours(2)))));
        done(before.overrides.add(limit("u:carol", "3/1m", Optional.of(Duration.ofSeconds(10)))));
        done(before.overrides.add(limit("u:dave", "4/1m")));
        done(before.overrides.remove(limit("u:dave", "")));
        List<LimitOverride> all = before.overrides.all();
        before.stop();

        clock.advance(Duration.ofSeconds(10));
        Instance after = start();
        assertThat(after.values()).containsExactly("1/1m", "2/1m");
        assertThat(after.overrides.all()).as("with maker and reason").isSubsetOf(all);
        assertThat(beside(after).values()).as("from the grid").containsExactly("1/1m", "2/1m");
        assertThat(rows()).as("what has ended is deleted").hasSize(2);
    }

    @Test
    void add_longestKeyMakerAndReason_isKept() {
        String name = "\u7528".repeat(LimitControl.LONGEST_TEXT);
        LimitOverride longest = new LimitOverride(
                LimitOverride.Kind.BLOCK,
                "p".repeat(63),
                Optional.of("\u7528".repeat(128)),
                "",
                clock.instant(),
                Optional.of(clock.instant().plusSeconds(60)),
                name,
                name);
        Instance before = start();
        done(before.overrides.add(longest));
        before.stop();
        assertThat(start().overrides.all()).containsExactly(longest);
    }

    @Test
    void remove_afterARestart_isKeptToo() {
        Instance first = start();
        done(first.overrides.add(limit("u:alice", "1/1m")));
        first.stop();
        Instance second = start();
        done(second.overrides.remove(limit("u:alice", "")));
        second.stop();
        assertThat(start().values()).isEmpty();
    }

    @Test
    void load_databaseComesLater_holdsThen() {
        Instance before = start();
        done(before.overrides.add(limit("u:alice", "1/1m")));
        before.stop();

        database.down(true);
        Instance after = start();
        assertThat(after.values()).isEmpty();
        database.down(false);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(after.values()).containsExactly("1/1m"));
        await().untilAsserted(() ->
                assertThat(after.grid.board.texts).as("for other instances").hasSize(2));
    }

    @Test
    void load_databaseComesLater_laterChangeStays() {
        Instance before = start();
        for (int i = 0; i < 5; i++) {
            done(before.overrides.add(limit("u:alice", i + "/1m")));
        }
        done(before.overrides.add(limit("u:bob", "7/1m")));
        before.stop();

        clock.advance(Duration.ofMinutes(1));
        database.down(true);
        Instance after = start();
        done(after.overrides.add(limit("u:alice", "9/1m")));
        database.down(false);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(after.values()).containsExactlyInAnyOrder("7/1m", "9/1m"));
        after.stop();
        assertThat(start().values()).as("after the next restart").containsExactlyInAnyOrder("7/1m", "9/1m");
    }

    @Test
    void load_clusterIsSilent_holdsWhatWasKeptUnlessANewerIsKnown() {
        Instance before = start();
        done(before.overrides.add(limit("u:alice", "1/1m")));
        done(before.overrides.add(limit("u:bob", "7/1m")));
        before.stop();

        clock.advance(Duration.ofMinutes(1));
        Instance after = new Instance(new FakeGrid(clock), true, "/shop");
        done(after.overrides.add(limit("u:alice", "9/1m")));
        after.grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(after.overrides.load().toCompletableFuture()).isNotDone();
        assertThat(after.values()).containsExactlyInAnyOrder("7/1m", "9/1m");
    }

    @Test
    void keep_olderTextIsWrittenLater_newerStays() throws SQLException {
        Instance first = start();
        Instance second = start();
        first.store.texts().keep("/shop|overrides|7", "1|8;newer", 8, Long.MAX_VALUE);
        first.stop();
        second.store.texts().keep("/shop|overrides|7", "1|7;older", 7, Long.MAX_VALUE);
        second.stop();
        assertThat(rows()).containsExactly("1|8;newer");
    }

    @Test
    void add_instanceThatMadeItDiesBeforeItIsWritten_isKeptByAnother() {
        FakeGrid grid = new FakeGrid(clock);
        grid.board.instant = true;
        Instance maker = new Instance(new FakeGrid(grid), false, "/shop");
        Instance other = new Instance(new FakeGrid(grid), true, "/shop");
        done(maker.overrides.add(limit("u:alice", "1/1m")));
        assertThat(other.values()).containsExactly("1/1m");
        other.stop();
        assertThat(start().values()).containsExactly("1/1m");
    }

    @Test
    void load_gridHasForgottenAll_isFilledAgain() {
        Instance instance = start();
        done(instance.overrides.add(limit("u:alice", "1/1m")));
        done(instance.overrides.add(limit("u:bob", "2/1m")));
        instance.grid.board.texts.clear();
        done(instance.overrides.load());
        assertThat(beside(instance).values()).containsExactly("1/1m", "2/1m");
    }

    @Test
    void load_gridKnowsBetterThanTheDatabase_gridStays() {
        Instance before = start();
        done(before.overrides.add(limit("u:alice", "1/1m")));
        before.stop();
        Instance alone = new Instance(new FakeGrid(clock), false, "/shop").load();
        done(alone.overrides.add(limit("u:alice", "1/1m")));
        done(alone.overrides.remove(limit("u:alice", "")));
        Instance joined = new Instance(new FakeGrid(alone.grid), true, "/shop").load();
        assertThat(joined.values()).isEmpty();
        joined.stop();
        assertThat(start().values()).as("from the database, which knows it now").isEmpty();
    }

    @Test
    void load_textsOfAnotherApplication_areNotTaken() {
        Instance shop = start();
        done(shop.overrides.add(limit("u:alice", "1/1m")));
        shop.stop();
        Instance other = new Instance(new FakeGrid(clock), true, "/other").load();
        assertThat(other.values()).isEmpty();
        assertThat(other.grid.board.texts).isEmpty();
    }

    @Test
    void load_rowThatOtherSoftwareWrote_isLeftAlone() throws SQLException {
        Instance before = start();
        before.store.texts().keep("/shop|overrides|7", "2|later", 8, Long.MAX_VALUE);
        before.store.texts().keep("/shop|overrides|16384", "1|8;", 8, Long.MAX_VALUE);
        before.store.texts().keep("/shop|overrides|more", "1|8;", 8, Long.MAX_VALUE);
        before.stop();
        Instance after = start();
        assertThat(after.values()).isEmpty();
        assertThat(after.grid.board.texts).isEmpty();
        after.stop();
        assertThat(rows()).hasSize(3);
    }
}
