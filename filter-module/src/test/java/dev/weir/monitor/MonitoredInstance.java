package dev.weir.monitor;

import dev.weir.Key;
import dev.weir.LimitOverride;
import dev.weir.ListLogger;
import dev.weir.Source;
import dev.weir.adaptive.Adaptation;
import dev.weir.core.BlockRule;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.engine.CallPolicies;
import dev.weir.engine.DecisionListener;
import dev.weir.engine.Engine;
import dev.weir.engine.KeyCodec;
import dev.weir.engine.PolicyDecision;
import dev.weir.health.Health;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import dev.weir.metrics.Measurements;
import dev.weir.override.Overrides;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreOperations;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.Grid;
import dev.weir.store.memory.LocalStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** One instance of an application on a grid: it decides, is measured and monitored. */
final class MonitoredInstance {

    static final Policy REPORTS = StoreFixtures.policy("10/1h").withBlock(BlockRule.lasting(900_000));

    final Grid grid;
    final ClusterStore store;
    final Measurements measurements;
    final ManualScheduler scheduler = new ManualScheduler();
    final ListLogger log = new ListLogger();
    final List<LimitOverride> overrides = new ArrayList<>();
    final Monitor monitor;
    final Engine engine;

    /** How often counters were looked at. */
    int looks;

    Health.Mode mode = Health.Mode.CLUSTER;

    MonitoredInstance(Grid grid, String namespace, String id) {
        this.grid = grid;
        ClientAddress peers = new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64);
        KeyCodec codec = new KeyCodec(peers, Optional.empty(), UnaryOperator.identity(), () -> namespace);
        this.store = new ClusterStore(
                grid,
                ClusterStore.newHolder(),
                new LocalStore(grid.clock(), 1_000),
                StoreFixtures.settings(),
                codec::of,
                Optional.empty(),
                (millis, task) -> {
                    if (millis > 0 && grid instanceof FakeGrid fake) {
                        fake.later.add(task);
                    } else {
                        task.run();
                    }
                });
        this.measurements = new Measurements(8_000, store::statistics, new StoreOperations(50, () -> 0), () -> 1);
        this.monitor = new Monitor(new MonitorParts(
                store.reports(),
                () -> namespace,
                id,
                codec,
                measurements,
                () -> new Health(Health.Level.HEALTHY, mode, Instant.EPOCH, 1, List.of()),
                () -> List.copyOf(overrides),
                () -> this::look,
                grid.clock(),
                scheduler,
                scheduler,
                new OncePerMinuteLog(log, grid.clock())));
        measurements.tellAll(monitor.watch(), monitor::changed);
        this.engine = new Engine(
                store,
                store.slots(),
                codec,
                (name, key) ->
                        Optional.of(REPORTS).filter(policy -> policy.name().equals(name)),
                new CallPolicies(true),
                () -> new WaitBudget(5_000, System::nanoTime),
                Overrides.none(),
                Adaptation.none(),
                new Told());
    }

    private OptionalLong look(CounterId counter) {
        StoreResult result = store.apply(counter, new Change.Peek(1), () -> new WaitBudget(250, System::nanoTime));
        looks++;
        return result instanceof StoreResult.Decided decided
                ? OptionalLong.of(
                        decided.decided().blocked()
                                ? decided.decided().atMillis() + REPORTS.block().maxMillis()
                                : 0)
                : OptionalLong.empty();
    }

    /** So many requests of a user. */
    void use(String user, int times) {
        for (int i = 0; i < times; i++) {
            var unused = engine.acquire(REPORTS.name(), Key.user(user), 1);
        }
    }

    /** Ends the block of a user, as the control of operators does. */
    void reset(String user) {
        engine.reset(REPORTS.name(), Key.user(user));
    }

    void tick() {
        store.tick();
        measurements.tick();
        monitor.tick();
    }

    /** The keys of a listing, in its order. */
    List<String> keys(KeyListing.Order order) {
        return monitor.keys(Optional.empty(), order, 100, Optional.empty()).keys().stream()
                .map(each -> each.used().key())
                .toList();
    }

    private final class Told implements DecisionListener {

        @Override
        public void decided(PolicyDecision decision) {
            measurements.listener().decided(decision);
        }

        @Override
        public void changed(PolicyDecision decision) {
            measurements.listener().changed(decision);
        }

        @Override
        public void refused(String policy, Source source) {
            measurements.listener().refused(policy, source);
        }

        @Override
        public void exempt(String policy) {
            measurements.listener().exempt(policy);
        }

        @Override
        public void fellBack(PolicyDecision decision) {
            measurements.listener().fellBack(decision);
        }

        @Override
        public long begin() {
            return 0;
        }

        @Override
        public void took(long beganNanos, long waitedNanos) {
            // of no interest
        }
    }
}
