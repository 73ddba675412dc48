package dev.weir.lifecycle;

import static dev.weir.store.StoreFixtures.acquire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.MutableClock;
import dev.weir.core.Policy;
import dev.weir.runtime.Stores;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreFixtures;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.ServerGrid;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever fails at the end, or at the beginning, nothing of ours is left. */
class ShutdownTest {

    private static final Policy POLICY = StoreFixtures.policy("10/1h");

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);

    @Test
    void close_stepFailsWithAnError_othersAreRunTheLastFirstAndOnce() {
        List<String> closed = new ArrayList<>();
        Shutdown shutdown = new Shutdown();
        shutdown.add("one", () -> closed.add("one"));
        shutdown.add("two", () -> {
            throw new BootstrapMethodError("the class loader is closed");
        });
        shutdown.add("three", () -> closed.add("three"));
        shutdown.close();
        shutdown.close();
        assertThat(closed).containsExactly("three", "one");
    }

    @Test
    void close_settlingFailsWithAnError_gridIsClosed() {
        ClusterStore store = StoreFixtures.store(grid);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        acquire(store, POLICY, "alice");
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        grid.ownerFailure = new BootstrapMethodError("the class loader is closed");
        store.close();
        assertThat(grid.closed).isTrue();
    }

    @Test
    void open_gridCannotBeListenedTo_isClosed() {
        grid.listenFailure = new IllegalStateException("the member shuts down");
        assertThatThrownBy(() -> StoreFixtures.store(grid)).hasMessage("the member shuts down");
        assertThat(grid.closed).isTrue();
    }

    @Test
    void close_storeOnTheServersGrid_endsItsThreads() {
        Set<Thread> before = threads();
        try (ServerGrid server = ServerGrid.start(StoreFixtures.alone())) {
            CounterStore store = Stores.open(
                            StoreFixtures.settings(),
                            true,
                            InstantSource.system(),
                            id -> id.policy().name() + '|' + id.key().value(),
                            server::manager,
                            Optional.empty())
                    .store();
            store.prepare(POLICY);
            acquire(store, POLICY, "alice");
            assertThat(threads()).hasSizeGreaterThan(before.size());
            store.close();
            Set<Thread> left = threads();
            left.removeAll(before);
            assertThat(left).isEmpty();
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("weir-"))
                .collect(Collectors.toSet());
    }
}
