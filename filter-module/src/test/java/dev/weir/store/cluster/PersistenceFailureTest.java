package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.remaining;
import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.database.Databases;
import dev.weir.database.FakeDatabase;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.GridFixtures;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.CacheManager;
import javax.cache.Caching;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that is away or hangs is nobody's problem but that of a restart. */
@Timeout(60)
class PersistenceFailureTest {

    private static final Policy POLICY = StoreFixtures.policy("100000/1h");

    private final FakeDatabase database = new FakeDatabase(Databases.inMemory());
    private final CacheManager caches = Caching.getCachingProvider(CaffeineCachingProvider.class.getName())
            .getCacheManager(URI.create("weir:" + UUID.randomUUID()), getClass().getClassLoader());
    private final Grid grid = grid();

    @AfterEach
    void stop() {
        database.goOn();
        caches.close();
    }

    @Test
    void start_databaseThrows_countsAndChargesAgainWhenItIsLoaded() {
        use(30);
        database.down(true);
        ClusterStore store = open();
        StoreResult.Decided meanwhile = StoreFixtures.counted(store, POLICY, "alice", new Change.Acquire(2));
        assertThat(meanwhile).isFrom(Source.CLUSTER);
        assertThat(meanwhile).hasRemaining(99_998);
        database.down(false);
        await().atMost(Duration.ofSeconds(5)).until(() -> remaining(store, POLICY, "alice") == 100_000 - 30 - 2);
        store.close();
        caches.getCacheNames().forEach(caches::destroyCache);
        assertThat(remaining(open(), POLICY, "alice"))
                .as("after the next restart")
                .isEqualTo(100_000 - 30 - 2);
    }

    @Test
    void acquire_databaseHangs_isNotSlowed() {
        ClusterStore store = open();
        database.hang();
        int connections = database.connections();
        acquire(store, POLICY, "key-0");
        await().until(() -> database.connections() > connections);
        long start = System.nanoTime();
        for (int i = 1; i < 1_000; i++) {
            assertThat(acquire(store, POLICY, "key-" + i)).isFrom(Source.CLUSTER);
        }
        store.tick();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        database.goOn();
        store.close();
    }

    @Test
    void start_databaseHangsLongerThanItWaits_chargesAgainWhenItIsLoaded() {
        use(30);
        database.hang();
        AtomicInteger chargedAgain = new AtomicInteger();
        Persistence persistence = persistence(grid, chargedAgain::incrementAndGet, Duration.ofMillis(200));
        assertThat(chargedAgain).hasValue(0);
        database.goOn();
        await().untilAsserted(() -> assertThat(chargedAgain).hasValue(1));
        assertThat(remaining(StoreFixtures.store(grid), POLICY, "alice")).isEqualTo(100_000 - 30);
        persistence.close();
    }

    @Test
    void start_gridDoesNotTakeWhatIsLoaded_isLoadedAgain() {
        use(30);
        FakeGrid failing = new FakeGrid(new MutableClock());
        failing.behaviour = FakeGrid.Behaviour.FAILING;
        AtomicInteger chargedAgain = new AtomicInteger();
        Persistence persistence = persistence(failing, chargedAgain::incrementAndGet, Duration.ofSeconds(5));
        assertThat(failing.entries).isEmpty();
        assertThat(chargedAgain).hasValue(0);
        failing.behaviour = FakeGrid.Behaviour.ANSWERING;
        await().untilAsserted(() -> assertThat(chargedAgain).hasValue(1));
        assertThat(failing.entries).containsOnlyKeys("tested|alice");
        persistence.close();
    }

    @Test
    void close_databaseHangs_waitsNoLongerThanItMay() {
        Persistence persistence = persistence(grid, () -> {}, Duration.ofMillis(200));
        database.hang();
        long start = System.nanoTime();
        persistence.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private Persistence persistence(Grid filled, Runnable chargeAgain, Duration longestWait) {
        GridTexts texts = new GridTexts(filled.texts());
        return new Persistence(database, filled, StoreFixtures.settings(), texts, chargeAgain, longestWait);
    }

    /** Another cluster used so many permits before. */
    private void use(int permits) {
        ClusterStore before = StoreFixtures.store(grid(), StoreFixtures.settings(false), Optional.of(database));
        for (int i = 0; i < permits; i++) {
            acquire(before, POLICY, "alice");
        }
        before.close();
        caches.getCacheNames().forEach(caches::destroyCache);
    }

    private ClusterStore open() {
        return StoreFixtures.store(grid(), StoreFixtures.settings(), Optional.of(database));
    }

    private Grid grid() {
        return GridFixtures.jcache(caches);
    }
}
