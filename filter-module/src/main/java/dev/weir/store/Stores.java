package dev.weir.store;

import dev.weir.Key;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Finds the store that the settings and the surroundings allow. */
public final class Stores {

    private static final System.Logger LOG = System.getLogger(Stores.class.getName());

    private Stores() {}

    /**
     * Opens the store.
     *
     * @param enabled false if nothing will be counted: no cluster is needed then
     * @param storedKey the text under which a key is stored
     * @param server gives the application server's {@code javax.cache.CacheManager}, or null where it has none. An
     *     {@code Object}, because JCache itself can be absent
     * @param database where counters outlive the grid
     * @throws IllegalStateException if {@code server} or {@code embedded} is asked for and not there
     */
    public static CounterStore open(
            StoreSettings settings,
            boolean enabled,
            InstantSource clock,
            Function<Key, String> storedKey,
            Supplier<@Nullable Object> server,
            Optional<DataSource> database) {
        if (!enabled) {
            LOG.log(System.Logger.Level.INFO, "nothing is limited: ratelimit.enabled is false");
            return alone(settings, clock);
        }
        if (!settings.shared()) {
            LOG.log(System.Logger.Level.INFO, "counters are kept on this instance: ratelimit.store is local");
            return alone(settings, clock);
        }
        Optional<Grid> grid = Grids.find(settings, clock, server);
        if (grid.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no JCache of the server and no Hazelcast on the class path: counters are kept on this instance"
                            + " alone, so every instance grants the whole limit");
            return alone(settings, clock);
        }
        Grid found = grid.get();
        LocalStore local = new LocalStore(found.clock(), settings.localMaxKeys());
        ScheduledExecutorService ticker = Threads.ticker("weir-ticker");
        ClusterStore store = new ClusterStore(found, local, settings, id -> textOf(id, storedKey), database, ticker);
        TickingStore ticking = new TickingStore(store, store::tick, ticker, clock);
        try {
            LOG.log(System.Logger.Level.INFO, "counters are shared through {0}", found.describe());
            return ticking;
        } catch (RuntimeException | Error e) {
            ticking.close();
            throw e;
        }
    }

    private static CounterStore alone(StoreSettings settings, InstantSource clock) {
        settings.persistence()
                .ifPresent(name -> LOG.log(
                        System.Logger.Level.WARNING,
                        "ratelimit.persistence.datasource: only counters of a cluster are kept, was \"{0}\"",
                        name));
        LocalStore local = new LocalStore(clock, settings.localMaxKeys());
        return new TickingStore(local, local::sweep, Threads.ticker("weir-ticker"), clock);
    }

    /** {@code login|4:203.0.113.9}: no policy's name contains the separator, so two counters never share a text. */
    private static String textOf(CounterId id, Function<Key, String> storedKey) {
        return id.policy().name() + '|' + storedKey.apply(id.key());
    }
}
