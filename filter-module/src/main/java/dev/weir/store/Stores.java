package dev.weir.store;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the store that the settings and the surroundings allow. */
public final class Stores {

    private static final System.Logger LOG = System.getLogger(Stores.class.getName());

    private Stores() {}

    /**
     * Opens the store.
     *
     * @param enabled false if nothing will be counted: no cluster is needed then
     * @param server gives the application server's {@code javax.cache.CacheManager}, or null where it has none. An
     *     {@code Object}, because JCache itself can be absent
     * @throws IllegalStateException if {@code server} or {@code embedded} is asked for and not there
     */
    public static CounterStore open(
            StoreSettings settings, boolean enabled, InstantSource clock, Supplier<@Nullable Object> server) {
        if (!enabled) {
            LOG.log(System.Logger.Level.INFO, "nothing is limited: ratelimit.enabled is false");
            return new LocalStore(clock, settings.localMaxKeys());
        }
        if (!settings.shared()) {
            LOG.log(System.Logger.Level.INFO, "counters are kept on this instance: ratelimit.store is local");
            return new LocalStore(clock, settings.localMaxKeys());
        }
        Optional<Grid> grid = Grids.find(settings, clock, server);
        if (grid.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no JCache of the server and no Hazelcast on the class path: counters are kept on this instance"
                            + " alone, so every instance grants the whole limit");
            return new LocalStore(clock, settings.localMaxKeys());
        }
        Grid found = grid.get();
        LOG.log(System.Logger.Level.INFO, "counters are shared through {0}", found.describe());
        LocalStore local = new LocalStore(found.clock(), settings.localMaxKeys());
        return new ClusterStore(found, local, settings, Threads.daemons("weir-settlement", 1, Integer.MAX_VALUE));
    }
}
