package dev.weir.store;

import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Change;
import dev.weir.core.Fallback;
import dev.weir.core.Policy;
import dev.weir.store.cluster.Background;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.Grid;
import dev.weir.store.memory.LocalStore;
import dev.weir.text.LimitReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Settings that the tests of stores start from. */
public final class StoreFixtures {

    private StoreFixtures() {}

    public static StoreSettings settings() {
        return settings(true);
    }

    public static StoreSettings settings(boolean lease) {
        return settings(50, lease, embedded("weir-test", 5701, List.of()));
    }

    public static StoreSettings settings(long timeoutMillis) {
        return settings(timeoutMillis, true, embedded("weir-test", 5701, List.of()));
    }

    public static StoreSettings settings(boolean lease, StoreSettings.Embedded embedded) {
        return settings(50, lease, embedded);
    }

    private static StoreSettings settings(long timeoutMillis, boolean lease, StoreSettings.Embedded embedded) {
        return new StoreSettings(
                true,
                StoreSettings.Provider.AUTO,
                timeoutMillis,
                lease,
                true,
                10_000,
                100_000,
                embedded,
                Optional.empty());
    }

    /** A store on {@code grid} that settles at once what it would otherwise settle in the background. */
    public static ClusterStore store(Grid grid) {
        return store(grid, settings(), Optional.empty());
    }

    public static ClusterStore store(Grid grid, StoreSettings settings, Optional<DataSource> database) {
        return new ClusterStore(
                grid,
                ClusterStore.newHolder(),
                new LocalStore(grid.clock(), 1_000),
                settings,
                StoreFixtures::text,
                database,
                background(grid));
    }

    /** A store that decides each request by the grid, so that what it charges is what was used. */
    public static ClusterStore storeWithoutLeases(Grid grid) {
        return store(grid, settings(false), Optional.empty());
    }

    /** Lets {@code time} pass, in which the store is visited once a second, as an instance is that is not frozen. */
    public static void pass(ClusterStore store, MutableClock clock, Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advance(Duration.ofSeconds(1));
            store.tick();
        }
    }

    /** Runs tasks at once; on a fake grid, those that are for later when the test says so. */
    private static Background background(Grid grid) {
        return (millis, task) -> {
            if (millis > 0 && grid instanceof FakeGrid fake) {
                fake.later.add(task);
            } else {
                task.run();
            }
        };
    }

    /** A policy that goes on alone while the cluster does not answer. */
    public static Policy policy(String limits) {
        return Policy.of("tested", Algorithm.SLIDING_WINDOW, LimitReader.readAll(limits));
    }

    /** A policy that does as {@code fallback} says while the cluster does not answer. */
    public static Policy policy(String limits, Fallback fallback) {
        return policy(limits).withFallback(fallback);
    }

    /** One that blocks whoever is refused. */
    public static Policy blocking(String limits, Duration block) {
        return policy(limits).withBlock(BlockRule.lasting(block.toMillis()));
    }

    /** What {@code store} counts, after as long as a busy machine may take; a fake answers at once, or not at all. */
    public static StoreResult.Decided counted(CounterStore store, Policy policy, String key, Change change) {
        return decided(store.apply(id(policy, key), change, () -> new WaitBudget(5_000, System::nanoTime)));
    }

    /** What the policy decided; fails the test if nobody could count. */
    public static StoreResult.Decided decided(StoreResult result) {
        if (result instanceof StoreResult.Decided decided) {
            return decided;
        }
        throw new AssertionError("expected a decision of the policy, was " + result);
    }

    /** A wait budget that is used up as soon as the grid does not answer at once. */
    public static WaitBudget noBudget() {
        return new WaitBudget(1, System::nanoTime);
    }

    public static StoreResult.Decided acquire(CounterStore store, Policy policy, String key) {
        return counted(store, policy, key, new Change.Acquire(1));
    }

    public static long remaining(CounterStore store, Policy policy, String key) {
        return remaining(counted(store, policy, key, new Change.Peek(1)));
    }

    public static long remaining(StoreResult.Decided answer) {
        return answer.verdict().quotas().get(0).remaining();
    }

    public static CounterId id(Policy policy, String key) {
        return new CounterId(policy, Key.of(key));
    }

    public static String text(CounterId id) {
        return id.policy().name() + '|' + id.key().value();
    }

    /** A member of a cluster of its own. */
    public static StoreSettings.Embedded alone() {
        int port = freePort();
        return embedded("weir-" + UUID.randomUUID(), port, List.of("127.0.0.1:" + port));
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static StoreSettings.Embedded embedded(String cluster, int port, List<String> members) {
        return new StoreSettings.Embedded(Optional.of(cluster), Optional.of(port), members, Optional.empty());
    }
}
