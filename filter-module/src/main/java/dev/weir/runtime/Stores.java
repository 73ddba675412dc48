package dev.weir.runtime;

import dev.weir.lifecycle.Threads;
import dev.weir.store.CounterId;
import dev.weir.store.CounterStore;
import dev.weir.store.Rosters;
import dev.weir.store.SharedEntries;
import dev.weir.store.SharedTexts;
import dev.weir.store.StoreSettings;
import dev.weir.store.cluster.Background;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.cluster.WarmUp;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.Grids;
import dev.weir.store.memory.LocalRosters;
import dev.weir.store.memory.LocalStore;
import dev.weir.store.memory.LocalTexts;
import dev.weir.store.memory.RecentEntries;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Selects and opens the store, according to the settings and the environment. */
public final class Stores {

    private static final System.Logger LOG = System.getLogger(Stores.class.getName());

    private Stores() {}

    /**
     * An open store.
     *
     * @param description its kind and origin, for the log
     * @param rosters who has come under which key
     * @param texts what all instances share beside it
     * @param logins opens what they share about logins
     * @param clock the time by which it counts
     */
    public record Opened(
            CounterStore store,
            String description,
            Rosters rosters,
            SharedTexts texts,
            Supplier<SharedEntries> logins,
            InstantSource clock) {}

    /**
     * Opens the store.
     *
     * @param enabled false if nothing will be counted: no cluster is needed then
     * @param text the text under which a counter is stored, unique for each counter
     * @param server provides the application server's {@code javax.cache.CacheManager}, or null where it has none. An
     *     {@code Object}, because JCache itself can be absent
     * @param database the DataSource in which counters outlive the grid
     * @throws IllegalStateException if {@code server} or {@code embedded} is configured and not available
     */
    public static Opened open(
            StoreSettings settings,
            boolean enabled,
            InstantSource clock,
            Function<CounterId, String> text,
            Supplier<@Nullable Object> server,
            Optional<DataSource> database) {
        if (!enabled) {
            return alone(settings, clock, "nothing is limited: ratelimit.enabled is false");
        }
        if (!settings.shared()) {
            return alone(settings, clock, "counters are kept on this instance: ratelimit.store is local");
        }
        Optional<Grid> grid = Grids.find(settings, clock, server);
        if (grid.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no JCache of the server and no Hazelcast on the class path: counters are kept on this instance"
                            + " alone, so every instance grants the whole limit");
            return alone(settings, clock, "counters are kept on this instance: there is no cluster");
        }
        Grid found = grid.get();
        LocalStore local = new LocalStore(found.clock(), settings.localMaxKeys());
        ScheduledExecutorService ticker = Threads.ticker("weir-ticker");
        ClusterStore store = new ClusterStore(found, local, settings, text, database, Background.on(ticker));
        TickingStore ticking = new TickingStore(store, store::tick, ticker, clock);
        try {
            WarmUp.run(found, beside -> scratch(beside, settings, text, ticker), System::nanoTime);
            return new Opened(
                    ticking,
                    "counters are shared through " + found.describe(),
                    store.rosters(),
                    store.texts(),
                    store::logins,
                    found.clock());
        } catch (RuntimeException | Error e) {
            ticking.close();
            throw e;
        }
    }

    /** A store beside the one that counts, which shares nothing with it but the grid. */
    private static CounterStore scratch(
            Grid grid, StoreSettings settings, Function<CounterId, String> text, ScheduledExecutorService ticker) {
        LocalStore local = new LocalStore(grid.clock(), settings.localMaxKeys());
        return new ClusterStore(grid, local, settings, WarmUp.text(text), Optional.empty(), Background.on(ticker));
    }

    private static Opened alone(StoreSettings settings, InstantSource clock, String description) {
        settings.persistence()
                .ifPresent(name -> LOG.log(
                        System.Logger.Level.WARNING,
                        "ratelimit.persistence.datasource: only counters of a cluster are kept, was \"{0}\"",
                        name));
        LocalStore local = new LocalStore(clock, settings.localMaxKeys());
        long most = settings.localMaxKeys();
        LocalRosters rosters = new LocalRosters(clock, most);
        Runnable sweep = () -> {
            local.sweep();
            rosters.sweep();
        };
        CounterStore ticking = new TickingStore(local, sweep, Threads.ticker("weir-ticker"), clock);
        return new Opened(ticking, description, rosters, new LocalTexts(), () -> new RecentEntries(most), clock);
    }
}
