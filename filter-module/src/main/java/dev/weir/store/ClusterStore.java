package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.Source;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import dev.weir.log.RareLog;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Counters that the cluster shares, through one {@link Gate} per key. What the cluster does not answer in time, the
 * policy's fallback decides. Safe for use by many threads.
 */
final class ClusterStore implements CounterStore {

    /** Between two sweeps through all keys. */
    private static final long SWEEP_MILLIS = 60_000;

    private static final System.Logger LOG = System.getLogger(ClusterStore.class.getName());

    private final Grid grid;
    private final InstantSource clock;
    private final LocalStore local;
    private final Alone alone;
    private final Function<CounterId, String> text;
    private final Lending lending;
    private final Reunion reunion;
    private final Optional<Persistence> persistence;
    private final Unsettled unsettled;
    private final Settlement settlement;
    private final RareLog problems;
    private final Shutdown shutdown = new Shutdown();

    private final Map<Retention, Link> links = new ConcurrentHashMap<>();
    private final KeyTable<Gate> gates;
    private long nextSweepMillis;
    private volatile boolean closed;

    /**
     * A store on {@code grid}, which is closed with it, or at once if it cannot be made.
     *
     * @param text the text under which a counter is found in the grid
     * @param database where counters outlive the grid
     * @param background runs what no request shall wait for
     */
    ClusterStore(
            Grid grid,
            LocalStore local,
            StoreSettings settings,
            Function<CounterId, String> text,
            Optional<DataSource> database,
            Executor background) {
        this.grid = grid;
        this.clock = grid.clock();
        this.local = local;
        this.alone = new Alone(local, new Share(settings.divideShare() ? grid::members : () -> 1));
        this.text = text;
        this.lending = new Lending(settings.lease(), grid::members);
        this.unsettled = new Unsettled(clock);
        this.problems = new RareLog(LOG, clock);
        this.settlement = new Settlement(grid, unsettled, settings.timeoutMillis(), background, problems);
        this.gates =
                new KeyTable<>(clock, settings.localMaxKeys(), id -> new Gate(id, link(id.policy())), unsettled::drop);
        this.reunion = new Reunion(clock, gates::forEach);
        shutdown.add("the grid", grid);
        shutdown.add("the counters of this instance", local);
        try {
            this.persistence = database.map(each -> new Persistence(each, grid, settings, reunion::chargeAgain));
            persistence.ifPresent(opened -> shutdown.add("the database", opened));
            shutdown.add("what is owed", settlement);
            grid.listen(reunion);
        } catch (RuntimeException | Error e) {
            shutdown.close();
            throw e;
        }
    }

    /** Not by computeIfAbsent, which would hold a lock while a cache is opened. */
    private Link link(Policy policy) {
        Retention retention = Retention.of(policy);
        Link known = links.get(retention);
        if (known != null) {
            return known;
        }
        Link made = new Link(grid.cache(retention), clock, lending, unsettled, reunion, text, this::swapped);
        Link before = links.putIfAbsent(retention, made);
        return before == null ? made : before;
    }

    private void swapped(Gate gate, Booking booking, String held) {
        persistence.ifPresent(each -> each.changed(gate.id(), text.apply(gate.id()), booking.state(), held));
    }

    @Override
    public void prepare(Policy policy) {
        if (!policy.limits().isEmpty()) {
            var unused = link(policy);
        }
    }

    @Override
    public Answer apply(CounterId id, Change change, Supplier<Patience> patience) {
        Answer remembered = remembered(id, change);
        if (remembered != null) {
            return remembered;
        }
        Attempt attempt = begin(id, change);
        Patience left = patience.get();
        boolean waits = left.isLeft();
        return attempt.end(left.await(attempt.verdict), waits);
    }

    @Override
    public Answer glance(CounterId id, long permits) {
        Answer remembered = remembered(id, new Change.Peek(permits));
        return remembered != null
                ? remembered
                : new Answer.Counted(id.policy().peek(gates.get(id).known(), permits, clock.millis()), Source.LOCAL);
    }

    /** The answer that takes no look at the cluster; null if that is needed. */
    @Nullable Answer remembered(CounterId id, Change change) {
        return gates.get(id).answer(id.policy(), change, clock.millis());
    }

    /** Brings {@code change} on its way, unless the cluster is known to be silent. */
    Attempt begin(CounterId id, Change change) {
        Gate gate = gates.get(id);
        gate.follow(id.policy());
        MemberHealth health = settlement.health(gate);
        // what the fallback goes on from: an answer that comes just too late would count the request twice
        State before = gate.known();
        if (change instanceof Change.Refund refund && gate.owesAtLeast(refund.permits())) {
            return new Attempt(gate, health, before, change, Optional.empty());
        }
        if (closed) {
            // a request that outlives the application: what it would begin in the grid nobody would end
            return new Attempt(gate, health, before, change, Optional.empty());
        }
        if (gate.isOverdue() || !health.answers()) {
            if (change instanceof Change.Reset) {
                // stays on its way, however long the silence is
                Request unused = gate.submit(change);
            }
            settlement.look(gate, health);
            return new Attempt(gate, health, before, change, Optional.empty());
        }
        if (grid.isFull() && gate.isUnknown()) {
            return new Attempt(gate, health, before, change);
        }
        return new Attempt(gate, health, before, change, Optional.of(gate.submit(change)));
    }

    /** One change, from when it was brought on its way until somebody has decided it. */
    final class Attempt {

        /** Completes when the cluster has answered; exceptionally if it failed, or is not asked. */
        final CompletableFuture<Verdict> verdict;

        private final Gate gate;
        private final MemberHealth health;
        private final State before;
        private final Change change;
        private final boolean overflows;
        /** What the cluster was asked last; guarded by this object. */
        private Optional<Request> request;
        /** Guarded by this object. */
        private boolean ended;
        /** The grid has no room for the key, and does not have it. */
        private volatile boolean absent;

        Attempt(Gate gate, MemberHealth health, State before, Change change, Optional<Request> request) {
            this.gate = gate;
            this.health = health;
            this.before = before;
            this.change = change;
            this.request = request;
            this.overflows = false;
            this.verdict = request.map(Request::verdict)
                    .orElseGet(
                            () -> CompletableFuture.failedFuture(new IllegalStateException("the cluster is silent")));
        }

        /** Of a key that the grid has no room for: it is looked for there, and counted here if it is not found. */
        Attempt(Gate gate, MemberHealth health, State before, Change change) {
            this.gate = gate;
            this.health = health;
            this.before = before;
            this.change = change;
            this.request = Optional.empty();
            this.overflows = true;
            this.verdict = gate.submit(new Change.Peek(1)).verdict().thenCompose(this::countWhereFound);
        }

        private synchronized CompletableFuture<Verdict> countWhereFound(Verdict found) {
            absent = gate.isUnknown();
            if (absent || ended) {
                return CompletableFuture.failedFuture(new IllegalStateException("the grid is full"));
            }
            Request counted = gate.submit(change);
            request = Optional.of(counted);
            return counted.verdict();
        }

        /** What was asked, which nobody waits for any more; nothing is asked after this. */
        private synchronized Optional<Request> lastRequest() {
            ended = true;
            return request;
        }

        /**
         * Ends the waiting.
         *
         * @param answer what the cluster said; empty if nothing, or not in time
         * @param waited whether it had time to
         */
        Answer end(Optional<Verdict> answer, boolean waited) {
            Optional<Request> asked = lastRequest();
            if (answer.isPresent()) {
                settlement.answered(health);
                alone.endFor(gate);
                return new Answer.Counted(answer.get(), Source.CLUSTER);
            }
            if (absent) {
                settlement.answered(health);
                Answer counted = alone.count(gate, change);
                gate.rememberOwn(Denial.of(change, counted, clock.millis()));
                return counted;
            }
            if (waited && (overflows || asked.isPresent())) {
                health.missed();
            }
            Alone.Decision decision = alone.decide(gate, before, change);
            if (asked.isPresent()) {
                gate.giveUp(asked.get(), waited, decision.admitted(), decision.blockedUntil());
            } else if (!overflows) {
                gate.owe(decision.admitted(), decision.blockedUntil());
            }
            return decision.answer();
        }
    }

    /** To be called once a second: settles, returns leases, looks whether silent members answer again. */
    void tick() {
        attempt(settlement::settle);
        attempt(grid::tick);
        attempt(this::sweep);
    }

    /** What fails ends nothing but itself. */
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
            gates.forEach(alone::endIfSettled);
            gates.sweep();
            local.sweep();
            settlement.sweep();
        }
    }

    /** Pays what is owed and returns what was lent, as far as the cluster answers within a second, and lets go of the grid. */
    @Override
    public void close() {
        closed = true;
        shutdown.close();
    }
}
