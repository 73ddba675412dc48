package dev.weir.store.grid;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.remaining;
import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.cache.HazelcastCacheManager;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreSettings;
import dev.weir.store.cluster.ClusterStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application server restarts its Hazelcast while the application runs. */
class GridRestartTest {

    private static final Policy POLICY = StoreFixtures.policy("5/1h");
    private static final Policy BLOCKING = StoreFixtures.blocking("1/1s", Duration.ofMinutes(10));

    private final AtomicReference<Object> server = new AtomicReference<>();
    private final ServerGrid before = ServerGrid.start(StoreFixtures.alone());
    private final ServerGrid after = ServerGrid.start(StoreFixtures.alone());
    private Grid grid;

    @BeforeEach
    void find() {
        server.set(before.manager());
        grid = HazelcastGrid.behind(server::get, 1_000, InstantSource.system()).orElseThrow();
    }

    @AfterEach
    void stop() {
        before.close();
        after.close();
    }

    @Test
    void tick_serverHasANewGrid_sharesAgainAndPutsBackWhatItKnows() {
        ClusterStore store = StoreFixtures.store(grid);
        store.prepare(POLICY);
        for (int i = 0; i < 3; i++) {
            assertThat(acquire(store, POLICY, "alice")).isFrom(Source.CLUSTER);
        }
        acquire(store, BLOCKING, "bob");
        assertThat(acquire(store, BLOCKING, "bob")).isBlocked();
        before.close();
        server.set(null);
        store.tick();
        assertThat(acquire(store, POLICY, "alice")).isFrom(Source.LOCAL);

        server.set(after.manager());
        awaitShared(store);
        assertThat(remaining(store, POLICY, "alice"))
                .as("three before, one meanwhile")
                .isEqualTo(1);
        acquire(store, POLICY, "alice");
        ClusterStore other = after.store(1_000);
        assertThat(remaining(other, POLICY, "alice")).isZero();
        await().untilAsserted(() -> assertThat(acquire(store, BLOCKING, "bob")).isFrom(Source.CLUSTER));
        assertThat(acquire(other, BLOCKING, "bob")).isBlocked();
        other.close();
        store.close();
        assertThat(after.instance().getLifecycleService().isRunning())
                .as("it is the server's")
                .isTrue();
    }

    @Test
    void tick_newGridCannotBeOpenedAtFirst_isTriedAgain() {
        ClusterStore store = StoreFixtures.store(grid);
        store.prepare(POLICY);
        acquire(store, POLICY, "alice");
        before.close();
        AtomicInteger calls = new AtomicInteger();
        server.set(notReadyAtFirst(after.manager(), calls));
        awaitShared(store);
        assertThat(calls).hasValueGreaterThan(1);
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(4);
        store.close();
    }

    @Test
    void listen_restartedGrid_isHeardOnceAndNoMoreAfterTheEnd() {
        Heard heard = new Heard();
        grid.listen(heard);
        before.pretendToMerge();
        assertThat(heard.merges).hasValue(2);
        before.close();
        server.set(after.manager());
        await().untilAsserted(() -> {
            grid.tick();
            after.pretendToMerge();
            assertThat(heard.merges).hasValueGreaterThan(2);
        });
        // the grid may have been found between the two events of the last one
        int soFar = heard.merges.get();
        after.pretendToMerge();
        assertThat(heard.merges).as("by one listener").hasValue(soFar + 2);
        grid.close();
        after.pretendToMerge();
        assertThat(heard.merges).hasValue(soFar + 2);
    }

    @Test
    void close_memberGoesAfterwards_nobodyHearsOfIt() {
        StoreSettings.Embedded first = StoreFixtures.alone();
        StoreSettings.Embedded second =
                StoreFixtures.embedded(first.clusterName().orElseThrow(), StoreFixtures.freePort(), first.members());
        try (ServerGrid founder = ServerGrid.start(first)) {
            Heard heard = new Heard();
            Grid closed = HazelcastGrid.behind(founder::manager, 1_000, InstantSource.system())
                    .orElseThrow();
            closed.listen(heard);
            Heard control = new Heard();
            Grid open = HazelcastGrid.behind(founder::manager, 1_000, InstantSource.system())
                    .orElseThrow();
            open.listen(control);
            closed.close();
            try (ServerGrid guest = ServerGrid.start(second)) {
                assertThat(guest.members()).isEqualTo(2);
            }
            await().untilAsserted(() -> assertThat(control.losses).hasValue(1));
            assertThat(heard.losses).hasValue(0);
        }
    }

    private static void awaitShared(ClusterStore store) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            store.tick();
            Change look = new Change.Peek(1);
            return StoreFixtures.counted(store, POLICY, "alice", look).source() == Source.CLUSTER;
        });
    }

    /** A manager whose caches cannot be had the first time, as while a member still joins. */
    private static Object notReadyAtFirst(CacheManager manager, AtomicInteger calls) {
        return Proxy.newProxyInstance(
                GridRestartTest.class.getClassLoader(),
                new Class<?>[] {HazelcastCacheManager.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getCache") && calls.incrementAndGet() == 1) {
                        throw new CacheException("not yet");
                    }
                    try {
                        return method.invoke(manager, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Counts what a grid tells. */
    private static final class Heard implements Grid.Membership {

        private final AtomicInteger losses = new AtomicInteger();
        private final AtomicInteger merges = new AtomicInteger();

        @Override
        public void lost(Object member) {
            losses.incrementAndGet();
        }

        @Override
        public void merging() {
            merges.incrementAndGet();
        }

        @Override
        public void mergeFailed() {
            // of no interest here
        }

        @Override
        public void merged(Set<?> members) {
            assertThat(members).as("the member itself at least").isNotEmpty();
            merges.incrementAndGet();
        }
    }
}
