package dev.weir.runtime;

import dev.weir.config.PolicySettings;
import dev.weir.config.Settings;
import dev.weir.lifecycle.Threads;
import dev.weir.store.CounterId;
import dev.weir.store.CounterStore;
import dev.weir.store.Rosters;
import dev.weir.store.SharedEntries;
import dev.weir.store.SharedReports;
import dev.weir.store.SharedTexts;
import dev.weir.store.Slots;
import dev.weir.store.StoreOperations;
import dev.weir.store.StoreSettings;
import dev.weir.store.StoreStatistics;
import dev.weir.store.cluster.Background;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.cluster.WarmUp;
import dev.weir.store.grid.CountedGrid;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.Grids;
import dev.weir.store.memory.BlockedKeys;
import dev.weir.store.memory.LocalReports;
import dev.weir.store.memory.LocalRosters;
import dev.weir.store.memory.LocalSlots;
import dev.weir.store.memory.LocalStore;
import dev.weir.store.memory.LocalTexts;
import dev.weir.store.memory.RecentEntries;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
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
     * @param slots how many requests of each key are in progress
     * @param texts what all instances share beside it
     * @param logins opens what they share about logins
     * @param reports opens what instances tell each other about themselves
     * @param clock the time by which it counts
     * @param statistics how it stands, as it was a second ago
     * @param operations what it asks of the grid
     */
    public record Opened(
            CounterStore store,
            String description,
            Rosters rosters,
            Slots slots,
            SharedTexts texts,
            Supplier<SharedEntries> logins,
            Supplier<SharedReports> reports,
            InstantSource clock,
            Supplier<StoreStatistics> statistics,
            StoreOperations operations) {

        /** Prepares all that the policies of {@code settings} need. May take seconds. */
        void prepare(Settings settings) {
            boolean haveMembers = false;
            boolean haveConcurrency = false;
            for (PolicySettings policy : settings.policies().values()) {
                store.prepare(policy.policy());
                policy.tiers().values().forEach(store::prepare);
                haveMembers |= !policy.members().isEmpty();
                haveConcurrency |= policy.policy().concurrency().isPresent();
            }
            if (haveMembers) {
                rosters.prepare();
            }
            if (haveConcurrency) {
                slots.prepare();
            }
        }
    }

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
            return alone(settings, clock, text, "nothing is limited: ratelimit.enabled is false");
        }
        if (!settings.shared()) {
            return alone(settings, clock, text, "counters are kept on this instance: ratelimit.store is local");
        }
        Optional<Grid> grid = Grids.find(settings, clock, server);
        if (grid.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no JCache of the server and no Hazelcast on the class path: counters are kept on this instance"
                            + " alone, so every instance grants the whole limit");
            return alone(settings, clock, text, "counters are kept on this instance: there is no cluster");
        }
        StoreOperations operations = new StoreOperations(settings.timeoutMillis(), System::nanoTime);
        Grid found = new CountedGrid(grid.get(), operations);
        LocalStore local = new LocalStore(found.clock(), settings.localMaxKeys());
        ScheduledExecutorService ticker = Threads.ticker("weir-ticker");
        ClusterStore store = new ClusterStore(
                found, ClusterStore.newHolder(), local, settings, text, database, Background.on(ticker));
        TickingStore ticking = new TickingStore(store, store::tick, ticker, clock);
        try {
            WarmUp.run(grid.get(), beside -> scratch(beside, settings, text, ticker), System::nanoTime);
            return new Opened(
                    ticking,
                    "counters are shared through " + found.describe(),
                    store.rosters(),
                    store.slots(),
                    store.texts(),
                    store::logins,
                    store::reports,
                    found.clock(),
                    store::statistics,
                    operations);
        } catch (RuntimeException | Error e) {
            ticking.close();
            throw e;
        }
    }

    /** A store beside the one that counts, which shares nothing with it but the grid. */
    private static CounterStore scratch(
            Grid grid, StoreSettings settings, Function<CounterId, String> text, ScheduledExecutorService ticker) {
        LocalStore local = new LocalStore(grid.clock(), settings.localMaxKeys());
        return new ClusterStore(
                grid,
                ClusterStore.newHolder(),
                local,
                settings,
                WarmUp.text(text),
                Optional.empty(),
                Background.on(ticker));
    }

    private static Opened alone(
            StoreSettings settings, InstantSource clock, Function<CounterId, String> text, String description) {
        settings.persistence()
                .ifPresent(name -> LOG.log(
                        System.Logger.Level.WARNING,
                        "ratelimit.persistence.datasource: only counters of a cluster are kept, was \"{0}\"",
                        name));
        LocalStore local = new LocalStore(clock, settings.localMaxKeys());
        long most = settings.localMaxKeys();
        LocalRosters rosters = new LocalRosters(clock, most);
        BlockedKeys blocked = new BlockedKeys(local::blocked);
        AtomicReference<StoreStatistics> statistics = new AtomicReference<>(StoreStatistics.alone(0, most, 0, 0));
        Runnable tick = () -> {
            local.sweep();
            rosters.sweep();
            statistics.set(StoreStatistics.alone(local.size(), most, blocked.count(clock.millis()), local.evictions()));
        };
        CounterStore ticking = new TickingStore(local, tick, Threads.ticker("weir-ticker"), clock);
        return new Opened(
                ticking,
                description,
                rosters,
                new LocalSlots(clock, most),
                new LocalTexts(),
                () -> new RecentEntries(most),
                () -> new LocalReports(() -> texts(local.ids(), text)),
                clock,
                statistics::get,
                new StoreOperations(settings.timeoutMillis(), System::nanoTime));
    }

    private static Iterator<String> texts(Iterator<CounterId> ids, Function<CounterId, String> text) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return ids.hasNext();
            }

            @Override
            public String next() {
                return text.apply(ids.next());
            }
        };
    }
}
