package dev.weir.runtime;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.RateLimiter;
import dev.weir.Scope;
import dev.weir.engine.Engine;
import dev.weir.lifecycle.Shutdown;
import dev.weir.match.ClientAddress;
import dev.weir.metrics.ModuleSeries;
import dev.weir.metrics.Series;
import dev.weir.metrics.SeriesSource;
import dev.weir.spi.AdminSection;
import dev.weir.spi.Enforcement;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.ModuleMetric;
import dev.weir.spi.PermitCounter;
import dev.weir.spi.SharedText;
import dev.weir.spi.WeirModule;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The other jars of Weir in one application while it runs, and what they show. Safe for use by many threads.
 */
final class HostedModules implements SeriesSource, AutoCloseable {

    private final Shutdown running = new Shutdown();
    private final List<WeirModule> modules;
    private final ConcurrentLinkedQueue<ModuleMetric> metrics = new ConcurrentLinkedQueue<>();
    private final List<AdminSection> sections = new CopyOnWriteArrayList<>();

    private HostedModules(List<WeirModule> modules) {
        this.modules = modules;
    }

    /** The modules that {@code application} has in its class path, one object of each. */
    static List<WeirModule> of(ClassLoader application) {
        List<WeirModule> found = new ArrayList<>();
        for (WeirModule each : ServiceLoader.load(WeirModule.class, application)) {
            each.deployed(application);
            found.add(each);
        }
        return found;
    }

    /**
     * What modules are offered, besides where they show something.
     *
     * @param instance identifies this instance
     * @param engine decides and counts
     * @param texts opens the shared texts of a module
     * @param tenants for whom calls go out
     * @param clients whose addresses are believed
     * @param clock the time of the cluster
     * @param members how many members count together
     * @param reconfigure has a policy read again
     */
    record Offer(
            String instance,
            Engine engine,
            ModuleTexts texts,
            TenantOfCall tenants,
            ClientAddress clients,
            InstantSource clock,
            IntSupplier members,
            Consumer<String> reconfigure,
            ScheduledExecutorService background) {}

    /** Starts {@code modules}; if one fails, those that were started are ended. */
    static HostedModules start(List<WeirModule> modules, Offer offer) {
        HostedModules hosted = new HostedModules(modules);
        try {
            for (WeirModule module : modules) {
                hosted.running.add("the module " + module.name(), module.start(hosted.new Host(module.name(), offer)));
            }
            return hosted;
        } catch (RuntimeException | Error e) {
            hosted.close();
            throw e;
        }
    }

    /** The module of {@code type}; null if there is none. */
    <M extends WeirModule> @Nullable M find(Class<M> type) {
        return modules.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }

    /** What modules show to operators. */
    List<AdminSection> sections() {
        return List.copyOf(sections);
    }

    @Override
    public List<Series> more() {
        List<Series> more = new ArrayList<>();
        for (ModuleMetric metric = metrics.poll(); metric != null; metric = metrics.poll()) {
            more.add(ModuleSeries.of(metric));
        }
        return more;
    }

    @Override
    public void close() {
        running.close();
    }

    private final class Host implements ModuleHost {

        private final String module;
        private final Offer offer;

        Host(String module, Offer offer) {
            this.module = module;
            this.offer = offer;
        }

        @Override
        public String instance() {
            return offer.instance();
        }

        @Override
        public RateLimiter limiter() {
            return offer.engine();
        }

        @Override
        public List<Limit> limits(String policy, Key key) {
            return offer.engine().limits(policy, key);
        }

        @Override
        public Optional<Scope> scope(String policy) {
            return offer.tenants().scope(policy);
        }

        @Override
        public Key client(String peer, Function<String, List<String>> lines) {
            ClientAddress clients = offer.clients();
            List<String> forwarded = clients.header().headerName().map(lines).orElse(List.of());
            return Key.address(clients.resolve(peer, forwarded));
        }

        @Override
        public Enforcement enforcement(String policy, Key key) {
            return offer.engine().enforcement(policy, key);
        }

        @Override
        public boolean isByTenant(String policy) {
            return offer.tenants().isScopeOf(policy);
        }

        @Override
        public Optional<Key> tenant(String policy) {
            return offer.tenants().find(policy);
        }

        @Override
        public PermitCounter permits() {
            return offer.engine();
        }

        @Override
        public InstantSource clock() {
            return offer.clock();
        }

        @Override
        public LongSupplier nanoTime() {
            return System::nanoTime;
        }

        @Override
        public int members() {
            return Math.max(1, offer.members().getAsInt());
        }

        @Override
        public SharedText text(String name) {
            return offer.texts().of(module + '|' + name);
        }

        @Override
        public void reconfigure(String policy) {
            offer.reconfigure().accept(policy);
        }

        @Override
        public ScheduledExecutorService background() {
            return offer.background();
        }

        @Override
        public void show(ModuleMetric metric) {
            metrics.add(metric);
        }

        @Override
        public void show(AdminSection section) {
            sections.add(section);
        }
    }
}
