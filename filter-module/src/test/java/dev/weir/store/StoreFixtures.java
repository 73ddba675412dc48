package dev.weir.store;

import java.util.List;
import java.util.Optional;

/** Settings that the tests of stores start from. */
final class StoreFixtures {

    private StoreFixtures() {}

    static StoreSettings settings() {
        return new StoreSettings(
                true,
                StoreSettings.Provider.AUTO,
                50,
                true,
                10_000,
                100_000,
                embedded("weir-test", 5701, List.of()),
                Optional.empty());
    }

    static StoreSettings.Embedded embedded(String cluster, int port, List<String> members) {
        return new StoreSettings.Embedded(Optional.of(cluster), Optional.of(port), members, Optional.empty());
    }
}
