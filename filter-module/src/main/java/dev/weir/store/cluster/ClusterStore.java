package dev.weir.store.cluster;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.lifecycle.Shutdown;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.CounterChange;
import dev.weir.store.CounterId;
import dev.weir.store.CounterStore;
import dev.weir.store.Rosters;
import dev.weir.store.SharedEntries;
import dev.weir.store.SharedReports;
import dev.weir.store.SharedTexts;
import dev.weir.store.Slots;
import dev.weir.store.StoreResult;
import dev.weir.store.StoreSettings;
import dev.weir.store.StoreStatistics;
import dev.weir.store.WaitBudget;
import dev.weir.store.gate.ClusterHistory;
import dev.weir.store.gate.Gate;
import dev.weir.store.gate.GateContext;
import dev.weir.store.gate.PendingSettlements;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.Retention;
import dev.weir.store.memory.KeyTable;
import dev.weir.store.memory.LeaseSizing;
import dev.weir.store.memory.LocalStore;
import dev.weir.store.memory.Share;
import dev.weir.store.slot.GridSlots;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Counters that the cluster shares, through one {@link Gate} per key. The policy's fallback decides what the cluster
 * does not answer in time. Safe for use by many threads.
 */
public final class ClusterStore implements CounterStore {

    /** The time between two sweeps of all keys. */
    private static final long SWEEP_MILLIS = 60_000;

    private static final System.Logger LOG = System.getLogger(ClusterStore.class.getName());

    private final Grid grid;
    private final InstantSource clock;
    private final LocalStore local;
    private final LocalFallback fallback;
    private final Function<CounterId, String> text;
    private final Optional<Persistence> persistence;
    private final PendingSettlements pending;
    private final Settlement settlement;
    private final OncePerMinuteLog problems;
    private final Shutdown shutdown = new Shutdown();
    private final GateContexts contexts;
    private final KeyTable<Gate> gates;
    private final Noticeboard board;
    private final GridTexts texts;
    private final GridRosters rosters;
    private final GridSlots slots;
    private final GridReports reports;
    private final ClusterStatistics statistics;
    private long nextSweepMillis;
    private volatile boolean closed;

    /**
     * A store on {@code grid}, which is closed with it, or at once if it cannot be made.
     *
     * @param holder the {@linkplain #newHolder number} of this instance in the grid
     * @param text the text under which a counter is found in the grid
     * @param database where counters outlive the grid
     * @param background runs tasks that no request waits for
     */
    public ClusterStore(
            Grid grid,
            int holder,
            LocalStore local,
            StoreSettings settings,
            Function<CounterId, String> text,
            Optional<DataSource> database,
            Background background) {
        this.grid = grid;
        this.clock = grid.clock();
        this.local = local;
        this.fallback = new LocalFallback(local, new Share(settings.divideShare() ? grid::members : () -> 1));
        this.text = text;
        ClusterHistory history = new ClusterHistory(clock);
        this.pending = new PendingSettlements(clock);
        this.problems = new OncePerMinuteLog(LOG, clock);
        this.settlement = new Settlement(grid, pending, settings.timeoutMillis(), background, problems);
        this.gates = new KeyTable<>(
                clock, settings.localMaxKeys(), id -> new Gate(id, gateContext(id.policy())), pending::evicted);
        this.texts = new GridTexts(grid.texts());
        this.reports = new GridReports(grid);
        this.board = new Noticeboard(
                grid,
                holder,
                new Announced(gates::forEach, pending, reports::changed, texts::changed),
                new Recalls(grid, background, settings.timeoutMillis()),
                problems);
        this.contexts = new GateContexts(
                grid,
                new LeaseSizing(settings.lease(), grid::members),
                pending,
                history,
                holder,
                board,
                gate -> !closed && settlement.breaker(gate).isClosed(),
                text,
                this::swapped);
        texts.announceBy(board::textChanged);
        this.rosters = new GridRosters(grid, settings, text, settlement, problems);
        this.slots = new GridSlots(grid, holder, settings, text, settlement, problems);
        this.statistics = new ClusterStatistics(grid, gates, local, settlement, settings.localMaxKeys());
        SplitBrainRecovery recovery = new SplitBrainRecovery(clock, history, gates::forEach, since -> {
            texts.changed("");
            rosters.verify(since);
            slots.doubt();
        });
        shutdown.add("the grid", grid);
        shutdown.add("the counters of this instance", local);
        try {
            this.persistence = database.map(each -> new Persistence(each, grid, settings, texts, recovery::recharge));
            persistence.ifPresent(opened -> {
                shutdown.add("the database", opened);
                texts.keepBy(opened::keep);
            });
            statistics.with(persistence);
            shutdown.add("what is owed", settlement);
            shutdown.add("the slots", slots);
            grid.listen(recovery);
            grid.onHint(hint -> {
                board.heard(hint);
                slots.heard(hint);
                reports.heard(hint);
            });
        } catch (RuntimeException | Error e) {
            shutdown.close();
            throw e;
        }
    }

    /** Names this instance in the grid: by chance, because nothing else tells apart two of its lives. */
    public static int newHolder() {
        return Notice.newOrigin();
    }

    /** Apart from the constructor, which makes the gates before the contexts. */
    private GateContext gateContext(Policy policy) {
        return contexts.of(policy);
    }

    private void swapped(CounterId id, State state, String held) {
        persistence.ifPresent(each -> each.changed(id, text.apply(id), state, held));
    }

    /** Texts that all instances share beside the counters. */
    public SharedTexts texts() {
        return texts;
    }

    /** Who has come under which key today. */
    public Rosters rosters() {
        return rosters;
    }

    /** The slots of requests that are in progress at once. */
    public Slots slots() {
        return slots;
    }

    /** How this store stands; see {@link StoreStatistics}. */
    public StoreStatistics statistics() {
        return statistics.latest();
    }

    /** Opens what all instances share about logins, for a hundred days. May take seconds. */
    public SharedEntries logins() {
        return new GridEntries(grid.logins());
    }

    /** Opens what instances tell each other about themselves. May take seconds. */
    public SharedReports reports() {
        return reports.open();
    }

    @Override
    public boolean goesOn(Policy policy, Policy changed) {
        return Retention.of(policy) == Retention.of(changed);
    }

    @Override
    public void prepare(Policy policy) {
        if (!policy.limits().isEmpty()) {
            var unused = gateContext(policy);
        }
    }

    @Override
    public StoreResult apply(CounterId id, Change change, Supplier<WaitBudget> budget) {
        StoreResult decided = tryDecide(id, change);
        if (decided != null) {
            return decided;
        }
        Attempt attempt = begin(id, change);
        WaitBudget left = budget.get();
        boolean waits = left.isLeft();
        return attempt.end(left.await(attempt.verdict()), waits);
    }

    @Override
    public List<StoreResult> applyAll(List<CounterChange> changes, WaitBudget budget) {
        // asked before anything is waited for: all of them wait during the same time
        boolean waits = budget.isLeft();
        List<Supplier<StoreResult>> endings = new ArrayList<>(changes.size());
        for (CounterChange each : changes) {
            StoreResult decided = tryDecide(each.id(), each.change());
            if (decided != null) {
                endings.add(() -> decided);
            } else {
                Attempt attempt = begin(each.id(), each.change());
                endings.add(() -> attempt.end(budget.await(attempt.verdict()), waits));
            }
        }
        List<StoreResult> results = new ArrayList<>(changes.size());
        endings.forEach(each -> results.add(each.get()));
        return results;
    }

    @Override
    public StoreResult peekLocal(CounterId id, long permits) {
        return fallback.look(gates.get(id), id.policy(), permits, clock.millis());
    }

    /** Decides {@code change} from memory; null if only the cluster can decide it. */
    public @Nullable StoreResult tryDecide(CounterId id, Change change) {
        return gates.get(id).tryDecide(id.policy(), change, clock.millis());
    }

    /** Submits {@code change} to the grid, unless its circuit is open. */
    public Attempt begin(CounterId id, Change change) {
        Gate gate = gates.get(id);
        gate.updatePolicy(id.policy());
        MemberCircuitBreaker breaker = settlement.breaker(gate);
        State before = gate.lastSeen();
        // of a request that outlives the application, nothing would finish the operation
        Attempt.Route route = closed ? Attempt.Route.FALLBACK : settlement.route(gate, change, breaker);
        return new Attempt(gate, id.policy(), before, change, route, breaker, settlement, fallback, clock);
    }

    /** Called once a second: settles, returns leases, probes members whose circuit is open. */
    public void tick() {
        attempt(settlement::settle);
        attempt(rosters::settle);
        attempt(slots::tick);
        attempt(board::tick);
        attempt(grid::tick);
        attempt(this::sweep);
        attempt(statistics::tick);
    }

    /** A failure of one task does not affect the others. */
    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            problems.warn("cannot look after the counters", e);
        }
    }

    private void sweep() {
        long now = clock.millis();
        if (now >= nextSweepMillis) {
            nextSweepMillis = now + SWEEP_MILLIS;
            gates.forEach(fallback::endIfSettled);
            gates.sweep();
            local.sweep();
            rosters.sweep();
            slots.sweep();
            settlement.sweep();
        }
    }

    /** Settles debts and returns leases as far as the cluster answers within a second, then closes the grid. */
    @Override
    public void close() {
        closed = true;
        rosters.close();
        shutdown.close();
    }
}
