package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.Source;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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
    /** How many counters are settled in one go: after a long silence there can be more than the grid takes at once. */
    private static final int MOST_AT_ONCE = 10_000;
    /** How long the end of the application waits until what is owed is paid. */
    private static final long FAREWELL_MILLIS = 1_000;

    private final Grid grid;
    private final InstantSource clock;
    private final LocalStore local;
    private final StoreSettings settings;
    private final Alone alone;
    private final Function<CounterId, String> text;
    private final Executor background;
    private final Lending lending;
    private final Reunion reunion;
    private final Optional<Persistence> persistence;
    private final Unsettled unsettled;

    private final Map<Object, MemberHealth> healths = new ConcurrentHashMap<>();
    private final Map<Retention, Link> links = new ConcurrentHashMap<>();
    private final KeyTable<Gate> gates;
    private long nextSweepMillis;

    /**
     * A store on {@code grid}.
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
        this.settings = settings;
        this.alone = new Alone(local, settings.divideShare() ? grid::members : () -> 1);
        this.text = text;
        this.background = background;
        this.lending = new Lending(settings.lease(), grid::members);
        this.unsettled = new Unsettled(clock);
        this.gates =
                new KeyTable<>(clock, settings.localMaxKeys(), id -> new Gate(id, link(id.policy())), unsettled::drop);
        this.reunion = new Reunion(clock, gates::forEach);
        this.persistence = database.map(each -> new Persistence(each, grid, settings, reunion::chargeAgain));
        grid.listen(reunion);
    }

    private Link link(Policy policy) {
        return links.computeIfAbsent(
                Retention.of(policy),
                retention -> new Link(grid.cache(retention), clock, lending, unsettled, text, this::swapped));
    }

    private void swapped(Gate gate, Booking booking, String held) {
        reunion.charged(gate, booking.charged());
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
        MemberHealth health = health(gate);
        // what the fallback goes on from: an answer that comes just too late would count the request twice
        State before = gate.known();
        if (gate.isOverdue() || !health.answers()) {
            if (change instanceof Change.Reset) {
                // stays on its way, however long the silence is
                Request unused = gate.submit(change);
            }
            look(gate, health);
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
        private final Optional<Request> request;
        private final boolean overflows;
        private volatile boolean ended;
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

        private CompletableFuture<Verdict> countWhereFound(Verdict found) {
            absent = gate.isUnknown();
            return absent || ended
                    ? CompletableFuture.failedFuture(new IllegalStateException("the grid is full"))
                    : gate.submit(change).verdict();
        }

        /**
         * Ends the waiting.
         *
         * @param answer what the cluster said; empty if nothing, or not in time
         * @param waited whether it had time to
         */
        Answer end(Optional<Verdict> answer, boolean waited) {
            ended = true;
            if (answer.isPresent()) {
                answered(health);
                alone.endFor(gate);
                return new Answer.Counted(answer.get(), Source.CLUSTER);
            }
            if (absent) {
                answered(health);
                Answer counted = alone.count(gate, change);
                gate.rememberOwn(Denial.of(change, counted, clock.millis()));
                return counted;
            }
            if (waited && (overflows || request.isPresent())) {
                health.missed();
            }
            Alone.Decision decision = alone.decide(gate, before, change);
            if (request.isPresent()) {
                gate.giveUp(request.get(), waited, decision.admitted(), decision.blockedUntil());
            } else if (!overflows) {
                gate.owe(decision.admitted(), decision.blockedUntil());
            }
            return decision.answer();
        }
    }

    private MemberHealth health(Gate gate) {
        return healths.computeIfAbsent(
                gate.owner(), member -> new MemberHealth(member, settings.timeoutMillis(), clock));
    }

    /** Looks whether a silent member answers again, if it is time to. */
    private void look(Gate gate, MemberHealth health) {
        long since = clock.millis();
        if (health.lookIsDue(since)) {
            var unused = gate.submit(new Change.Peek(1)).verdict().whenComplete((verdict, failure) -> {
                if (health.looked(since, failure == null)) {
                    settleSoon();
                }
            });
        }
    }

    private void answered(MemberHealth health) {
        if (health.answered()) {
            settleSoon();
        }
    }

    private void settleSoon() {
        if (!unsettled.all().isEmpty()) {
            background.execute(this::settle);
        }
    }

    /** While the cluster answers, what was admitted without it is charged, wherever the counters are by now. */
    private void settle() {
        long now = clock.millis();
        boolean full = grid.isFull();
        int begun = 0;
        for (Gate gate : unsettled.all()) {
            if (begun >= MOST_AT_ONCE) {
                return;
            }
            if (gate.isDue(now) && !(full && gate.isUnknown())) {
                MemberHealth health = health(gate);
                if (health.answers()) {
                    gate.start();
                    begun++;
                } else {
                    look(gate, health);
                }
            }
        }
    }

    /** To be called once a second: settles, returns leases, looks whether silent members answer again. */
    void tick() {
        settle();
        grid.tick();
        long now = clock.millis();
        if (now >= nextSweepMillis) {
            nextSweepMillis = now + SWEEP_MILLIS;
            gates.sweep();
            local.sweep();
            healths.values().removeIf(MemberHealth::isSound);
        }
    }

    /** Pays what is owed and returns what was lent, as far as the cluster answers within a second. */
    @Override
    public void close() {
        CompletableFuture<?>[] last =
                unsettled.all().stream().map(Gate::settleAtOnce).toArray(CompletableFuture<?>[]::new);
        var unused = CompletableFuture.allOf(last)
                .completeOnTimeout(null, FAREWELL_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(failure -> null)
                .join();
        persistence.ifPresent(Persistence::close);
        local.close();
        grid.close();
    }
}
