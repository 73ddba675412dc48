package dev.weir.store.grid;

import com.hazelcast.cache.ICache;
import dev.weir.lifecycle.Shutdown;
import dev.weir.lifecycle.Threads;
import dev.weir.store.SharedReports;
import dev.weir.store.StoreSettings;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hazelcast, of the application server or of our own. Safe for use by many threads. */
final class HazelcastGrid implements Grid {

    private static final System.Logger LOG = System.getLogger(HazelcastGrid.class.getName());

    private final Supplier<@Nullable Object> lookUp;
    private final int maxKeys;
    private final boolean own;
    private final ClusterClock clock;
    private final Map<CacheSettings, ICache<String, String>> caches = new ConcurrentHashMap<>();
    private final CallbackExecutor callbacks = new CallbackExecutor();
    /** For operations that wait for the whole cluster: when these hang, nothing else does. */
    private final ExecutorService maintenance = Threads.daemons("weir-grid-maintenance", 1, 1);

    private final AtomicBoolean maintained = new AtomicBoolean();
    private volatile HazelcastConnection connection;
    private volatile int lastMembers = 1;
    private volatile OptionalLong entries = OptionalLong.empty();
    private volatile boolean full;
    private final Shutdown shutdown = new Shutdown();
    private final HazelcastEvents events = new HazelcastEvents();
    private final HazelcastHints hints = new HazelcastHints();

    private HazelcastGrid(
            HazelcastConnection connection,
            Supplier<@Nullable Object> lookUp,
            int maxKeys,
            boolean own,
            InstantSource wallClock) {
        this.connection = connection;
        this.lookUp = lookUp;
        this.maxKeys = maxKeys;
        this.own = own;
        this.clock = new ClusterClock(wallClock, connection.clusterMillis());
        if (own) {
            shutdown.add("the Hazelcast member", connection.instance()::shutdown);
        }
        shutdown.add("the threads of the grid", callbacks::close);
        shutdown.add("the listeners of the grid", events);
        shutdown.add("the hints of the grid", hints);
        shutdown.add("the thread that maintains the grid", () -> Threads.end(maintenance));
    }

    /**
     * The grid behind what {@code lookUp} finds; empty if that is not Hazelcast's.
     *
     * @param lookUp finds the server's cache manager, another one when the server has restarted its grid
     */
    static Optional<Grid> behind(Supplier<@Nullable Object> lookUp, int maxKeys, InstantSource wallClock) {
        return HazelcastConnection.behind(lookUp.get())
                .map(found -> new HazelcastGrid(found, lookUp, maxKeys, false, wallClock));
    }

    /** Starts a member of our own; takes seconds. */
    static Grid start(StoreSettings.Embedded embedded, int maxKeys, InstantSource wallClock) {
        HazelcastConnection started = HazelcastConnection.start(embedded);
        try {
            return new HazelcastGrid(started, () -> null, maxKeys, true, wallClock);
        } catch (RuntimeException | Error e) {
            started.instance().shutdown();
            throw e;
        }
    }

    @Override
    public SharedCache cache(Retention retention) {
        return open(CacheSettings.of(retention));
    }

    @Override
    public SharedCache noticeboard() {
        return open(CacheSettings.NOTICEBOARD);
    }

    @Override
    public SharedCache texts() {
        return open(CacheSettings.TEXTS);
    }

    @Override
    public SharedCache logins() {
        return open(CacheSettings.LOGINS);
    }

    @Override
    public SharedCache slots() {
        return open(CacheSettings.SLOTS);
    }

    @Override
    public SharedCache reports() {
        return open(CacheSettings.REPORTS);
    }

    @Override
    public Iterator<String> ids(int page) {
        return new CounterIds(
                caches.keySet(),
                settings -> Objects.requireNonNull(caches.get(settings)).iterator(page));
    }

    @Override
    public List<SharedReports.Member> roster() {
        return connection.roster();
    }

    private SharedCache open(CacheSettings settings) {
        // not by computeIfAbsent, which would wait with a lock held; to open a cache twice does no harm
        if (!caches.containsKey(settings)) {
            caches.putIfAbsent(settings, connection.open(settings));
        }
        return new HazelcastCache(
                () -> Objects.requireNonNull(caches.get(settings), "opened before"),
                key -> connection.ownerOf(key),
                callbacks);
    }

    @Override
    public boolean hint(String text) {
        hints.send(connection.instance(), text);
        return true;
    }

    @Override
    public void onHint(Consumer<String> listener) {
        hints.listen(connection.instance(), listener);
    }

    /** While the member shuts down, as many as there were. */
    @Override
    public int members() {
        lastMembers = connection.members().orElse(lastMembers);
        return lastMembers;
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public OptionalLong entries() {
        return entries;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public void listen(Membership membership) {
        events.listen(connection.instance(), membership);
    }

    /**
     * Samples the clock, counts the entries, and finds the grid again if the server has restarted it, all on a thread
     * apart.
     */
    @Override
    public void tick() {
        if (maintained.compareAndSet(false, true)) {
            try {
                maintenance.execute(this::maintainOnce);
            } catch (RuntimeException | Error e) {
                // no thread can be made at present, or the grid is closed
                maintained.set(false);
                throw e;
            }
        }
    }

    private void maintainOnce() {
        try {
            maintain();
        } catch (RuntimeException | Error e) {
            // the next attempt is a second away
            LOG.log(System.Logger.Level.DEBUG, "cannot maintain the grid", e);
        } finally {
            maintained.set(false);
        }
    }

    private void maintain() {
        if (connection.isAlive()) {
            clock.sample(connection.clusterMillis());
            entries = OptionalLong.of(counters());
            full = entries.getAsLong() >= maxKeys;
        } else {
            HazelcastConnection.behind(lookUp.get())
                    .filter(HazelcastConnection::isAlive)
                    .ifPresent(this::reconnect);
        }
    }

    private long counters() {
        return caches.entrySet().stream()
                .filter(each -> each.getKey().holdsCounters())
                .mapToLong(each -> each.getValue().size())
                .sum();
    }

    private void reconnect(HazelcastConnection found) {
        Map<CacheSettings, ICache<String, String>> opened = new HashMap<>(caches);
        opened.replaceAll((settings, stale) -> found.open(settings));
        // not before all are open: what fails is tried again a second later
        connection = found;
        caches.putAll(opened);
        events.move(found.instance());
        hints.move(found.instance());
        LOG.log(System.Logger.Level.WARNING, "the grid was restarted: counters are shared through {0}", describe());
    }

    @Override
    public String describe() {
        String whose = own ? "a Hazelcast member of its own" : "the server's Hazelcast";
        return whose + ", cluster \"" + connection.clusterName() + "\", " + members() + " member(s) at present";
    }

    @Override
    public void close() {
        shutdown.close();
    }
}
