package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.remaining;
import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.LimitOverride;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.database.Databases;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.override.Overrides;
import dev.weir.override.SharedOverrides;
import dev.weir.runtime.Stores;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreSettings;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.GridFixtures;
import dev.weir.store.grid.ServerGrid;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All instances end, and a cluster that knows nothing of them goes on from the database. */
class PersistenceTest {

    private static final Policy POLICY = StoreFixtures.policy("5/1h");
    private static final Policy BLOCKING = StoreFixtures.blocking("1/1s", Duration.ofMinutes(10));

    private final DataSource database = Databases.inMemory();
    private final List<AutoCloseable> started = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
        started.clear();
    }

    @Test
    void close_andStartOfANewCluster_goesOnWhereItWas() throws Exception {
        CounterStore before = open();
        StoreFixtures.counted(before, POLICY, "alice", new Change.Acquire(3));
        StoreFixtures.counted(before, POLICY, "bob", new Change.Acquire(5));
        StoreFixtures.counted(before, POLICY, "reset", new Change.Acquire(5));
        StoreFixtures.counted(before, POLICY, "reset", new Change.Reset());
        acquire(before, BLOCKING, "carol");
        assertThat(acquire(before, BLOCKING, "carol")).isBlocked();
        stop();

        CounterStore after = open();
        assertThat(remaining(after, POLICY, "alice")).isEqualTo(2);
        assertThat(acquire(after, POLICY, "bob")).isRefused();
        assertThat(remaining(after, POLICY, "reset")).isEqualTo(5);
        assertThat(acquire(after, BLOCKING, "carol")).isBlocked();
    }

    @Test
    void close_andStartOfANewCluster_holdsWhatOperatorsChanged() throws Exception {
        SharedOverrides before = overrides(openAll());
        changed(before.add(limit("u:alice", Optional.empty())));
        changed(before.add(limit("u:bob", Optional.of(Duration.ofMillis(1)))));
        changed(before.add(limit("u:carol", Optional.empty())));
        changed(before.remove(limit("u:carol", Optional.empty())));
        stop();

        Stores.Opened opened = openAll();
        SharedOverrides after = overrides(opened);
        changed(after.load());
        assertThat(after.all()).extracting(each -> each.key().orElse("")).containsExactly("u:alice");
        SharedOverrides fromTheGrid = overrides(opened);
        changed(fromTheGrid.load());
        assertThat(fromTheGrid.all()).isEqualTo(after.all());
    }

    private static SharedOverrides overrides(Stores.Opened opened) {
        return new SharedOverrides(
                opened.texts(),
                () -> "/shop",
                new Overrides(opened.clock(), ZoneOffset.UTC),
                new OncePerMinuteLog(System.getLogger("tests"), opened.clock()));
    }

    private static LimitOverride limit(String key, Optional<Duration> duration) {
        Instant now = Instant.now();
        return new LimitOverride(
                LimitOverride.Kind.LIMIT,
                "api",
                Optional.of(key),
                "500/1m",
                now.truncatedTo(ChronoUnit.MILLIS),
                duration.map(now::plus),
                "admin",
                "incident");
    }

    private static void changed(CompletionStage<Void> change) throws Exception {
        change.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void start_rowOfAnotherVersion_isLeftAlone() throws Exception {
        CounterStore before = open();
        StoreFixtures.counted(before, POLICY, "alice", new Change.Acquire(3));
        StoreFixtures.counted(before, POLICY, "bob", new Change.Acquire(3));
        stop();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE weir_counters SET retention = 'century' WHERE id LIKE '%alice'");
        }
        CounterStore after = open();
        assertThat(remaining(after, POLICY, "alice")).isEqualTo(5);
        assertThat(remaining(after, POLICY, "bob")).isEqualTo(2);
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void hardEnd_afterASecond_losesNothing() {
        ServerGrid server = ServerGrid.start(StoreFixtures.alone());
        Grid grid = GridFixtures.behind(server::manager, 1_000);
        ClusterStore before = StoreFixtures.store(grid, StoreFixtures.settings(), Optional.of(database));
        started.add(before);
        started.add(server);
        StoreFixtures.counted(before, POLICY, "alice", new Change.Acquire(3));
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(5))
                .until(() -> rows() == 1);
        server.instance().getLifecycleService().terminate();

        assertThat(remaining(open(), POLICY, "alice")).isEqualTo(2);
    }

    /** As an application opens it: with a Hazelcast member of its own, in a cluster that nobody else is in. */
    private Stores.Opened openAll() {
        StoreSettings settings = StoreFixtures.settings(true, StoreFixtures.alone());
        Stores.Opened opened = Stores.open(
                settings,
                true,
                InstantSource.system(),
                id -> id.policy().name() + '|' + id.key().value(),
                () -> null,
                Optional.of(database));
        started.add(opened.store());
        return opened;
    }

    private CounterStore open() {
        return openAll().store();
    }

    private int rows() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM weir_counters")) {
            count.next();
            return count.getInt(1);
        }
    }
}
