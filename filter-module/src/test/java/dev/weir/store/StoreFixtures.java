package dev.weir.store;

import dev.weir.Key;
import dev.weir.core.Policy;
import java.util.List;
import java.util.Optional;

/** Settings that the tests of stores start from. */
final class StoreFixtures {

    private StoreFixtures() {}

    static StoreSettings settings() {
        return settings(50);
    }

    static StoreSettings settings(long timeoutMillis) {
        return new StoreSettings(
                true,
                StoreSettings.Provider.AUTO,
                timeoutMillis,
                true,
                true,
                10_000,
                100_000,
                embedded("weir-test", 5701, List.of()),
                Optional.empty());
    }

    /** A store on {@code grid} that settles at once what it would otherwise settle in the background. */
    static ClusterStore store(Grid grid) {
        return new ClusterStore(
                grid,
                new LocalStore(grid.clock(), 1_000),
                settings(),
                StoreFixtures::text,
                Optional.empty(),
                Runnable::run);
    }

    static CounterId id(Policy policy, String key) {
        return new CounterId(policy, Key.of(key));
    }

    static String text(CounterId id) {
        return id.policy().name() + '|' + id.key().value();
    }

    static StoreSettings.Embedded embedded(String cluster, int port, List<String> members) {
        return new StoreSettings.Embedded(Optional.of(cluster), Optional.of(port), members, Optional.empty());
    }
}
