package dev.weir.store.grid;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.cache.ICache;
import dev.weir.Source;
import dev.weir.core.Policy;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreFixtures;
import dev.weir.store.cluster.ClusterStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A flood of new keys in a real grid that has room for a few. */
@Timeout(120)
class GridFullClusterTest {

    private static final int MAX_KEYS = 100;
    private static final Policy POLICY = StoreFixtures.policy("2/1h");
    private static final Policy BLOCKING = StoreFixtures.blocking("1/1s", Duration.ofMinutes(10));

    private static ServerGrid first;
    private static ServerGrid second;

    @BeforeAll
    static void startTwoMembers() {
        String cluster = "weir-" + UUID.randomUUID();
        int firstPort = StoreFixtures.freePort();
        int secondPort = StoreFixtures.freePort();
        List<String> members = List.of("127.0.0.1:" + firstPort, "127.0.0.1:" + secondPort);
        first = ServerGrid.start(StoreFixtures.embedded(cluster, firstPort, members));
        second = ServerGrid.start(StoreFixtures.embedded(cluster, secondPort, members));
    }

    @AfterAll
    static void stopMembers() {
        second.close();
        first.close();
    }

    @Test
    void flood_ofNewKeys_staysBoundedAndFreesNobody() {
        assertThat(first.members()).isEqualTo(2);
        Grid grid = grid(first);
        Grid otherGrid = grid(second);
        ClusterStore store = StoreFixtures.store(grid);
        ClusterStore other = StoreFixtures.store(otherGrid);
        for (int i = 0; i < 10; i++) {
            refuse(store, POLICY, "refused-" + i);
            refuse(store, BLOCKING, "blocked-" + i);
        }
        for (int i = 0; entries() < MAX_KEYS; i++) {
            acquire(i % 2 == 0 ? store : other, POLICY, "flood-" + i);
        }
        await().untilAsserted(() -> {
            store.tick();
            other.tick();
            assertThat(grid.isFull() && otherGrid.isFull()).isTrue();
        });
        int before = entries();
        for (int i = 0; i < 2_000; i++) {
            ClusterStore asked = i % 2 == 0 ? store : other;
            assertThat(acquire(asked, POLICY, "more-" + i)).isFrom(Source.LOCAL);
        }
        assertThat(entries()).isEqualTo(before).isLessThan(MAX_KEYS + 10);

        for (int i = 0; i < 10; i++) {
            for (ClusterStore asked : List.of(store, other, StoreFixtures.store(otherGrid))) {
                assertThat(acquire(asked, POLICY, "refused-" + i)).isRefused();
                assertThat(acquire(asked, BLOCKING, "blocked-" + i)).isBlocked();
            }
        }
        first.manager()
                .getCacheNames()
                .forEach(name -> first.manager().getCache(name).clear());
        await().untilAsserted(() -> {
            other.tick();
            assertThat(otherGrid.isFull()).isFalse();
        });
        assertThat(acquire(other, POLICY, "room")).isFrom(Source.CLUSTER);
        store.close();
        other.close();
    }

    private static void refuse(CounterStore store, Policy policy, String key) {
        while (acquire(store, policy, key).allowed()) {
            // until it has nothing left
        }
    }

    private static Grid grid(ServerGrid server) {
        return HazelcastGrid.behind(server::manager, MAX_KEYS, InstantSource.system())
                .orElseThrow();
    }

    private static int entries() {
        int entries = 0;
        for (String name : first.manager().getCacheNames()) {
            entries += first.manager().getCache(name).unwrap(ICache.class).size();
        }
        return entries;
    }
}
