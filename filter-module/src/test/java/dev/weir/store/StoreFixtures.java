package dev.weir.store;

import dev.weir.Key;
import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Fallback;
import dev.weir.core.Limit;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
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
final class StoreFixtures {

    private StoreFixtures() {}

    static StoreSettings settings() {
        return settings(true);
    }

    static StoreSettings settings(boolean lease) {
        return settings(50, lease, embedded("weir-test", 5701, List.of()));
    }

    static StoreSettings settings(long timeoutMillis) {
        return settings(timeoutMillis, true, embedded("weir-test", 5701, List.of()));
    }

    static StoreSettings settings(boolean lease, StoreSettings.Embedded embedded) {
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
    static ClusterStore store(Grid grid) {
        return store(grid, settings(), Optional.empty());
    }

    static ClusterStore store(Grid grid, StoreSettings settings, Optional<DataSource> database) {
        return new ClusterStore(
                grid, new LocalStore(grid.clock(), 1_000), settings, StoreFixtures::text, database, Runnable::run);
    }

    /** A policy that goes on alone while the cluster does not answer. */
    static Policy policy(String limits) {
        return blocking(limits, Duration.ZERO);
    }

    /** One that blocks whoever is refused. */
    static Policy blocking(String limits, Duration block) {
        return new Policy(
                "tested",
                Limit.parseAll(limits),
                Algorithm.SLIDING_WINDOW,
                Mode.ENFORCE,
                Fallback.LOCAL,
                block.toMillis());
    }

    /** What {@code store} counts, after as long as a busy machine may take; a fake answers at once, or not at all. */
    static Answer.Counted counted(CounterStore store, Policy policy, String key, Change change) {
        return (Answer.Counted) store.apply(id(policy, key), change, () -> new Patience(5_000, System::nanoTime));
    }

    static Answer.Counted acquire(CounterStore store, Policy policy, String key) {
        return counted(store, policy, key, new Change.Acquire(1));
    }

    static long remaining(CounterStore store, Policy policy, String key) {
        return remaining(counted(store, policy, key, new Change.Peek(1)));
    }

    static long remaining(Answer.Counted answer) {
        return answer.verdict().quotas().get(0).remaining();
    }

    static CounterId id(Policy policy, String key) {
        return new CounterId(policy, Key.of(key));
    }

    static String text(CounterId id) {
        return id.policy().name() + '|' + id.key().value();
    }

    /** A member of a cluster of its own. */
    static StoreSettings.Embedded alone() {
        int port = freePort();
        return embedded("weir-" + UUID.randomUUID(), port, List.of("127.0.0.1:" + port));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StoreSettings.Embedded embedded(String cluster, int port, List<String> members) {
        return new StoreSettings.Embedded(Optional.of(cluster), Optional.of(port), members, Optional.empty());
    }
}
