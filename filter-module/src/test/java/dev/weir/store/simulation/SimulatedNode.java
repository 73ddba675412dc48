package dev.weir.store.simulation;

import dev.weir.Reservation;
import dev.weir.adaptive.Adaptation;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.engine.CallPolicies;
import dev.weir.engine.Charge;
import dev.weir.engine.DecisionListener;
import dev.weir.engine.Engine;
import dev.weir.engine.KeyCodec;
import dev.weir.engine.PolicyDecision;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import dev.weir.override.Overrides;
import dev.weir.spi.TakenPermits;
import dev.weir.store.CounterId;
import dev.weir.store.SharedEntries;
import dev.weir.store.SharedTexts;
import dev.weir.store.Slots;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.StoreSettings;
import dev.weir.store.WaitBudget;
import dev.weir.store.cluster.Attempt;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.memory.LocalSlots;
import dev.weir.store.memory.LocalStore;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One instance: the production store and engine, on the simulated grid and in simulated time. */
final class SimulatedNode {

    /** The text for a key is the same on all instances. */
    static final KeyCodec KEYS = new KeyCodec(
            new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64),
            Optional.empty(),
            UnaryOperator.identity(),
            () -> "/simulated");

    private static final long TICK_MILLIS = 1_000;
    private static final long IDLE_TICK_MILLIS = 60_000;

    final SimulatedGrid.Member member;
    /** What was changed at run time, as far as this instance knows; nothing, unless that is part of the run. */
    final Overrides overrides;

    private final SimulatedGrid grid;
    private final NodeGrid own;
    private final SimulatedTime time;
    private final long timeoutMillis;
    private final ClusterStore store;
    private final WaitingStore waiting;
    private final Engine engine;

    /** Whether it looks after nothing and hears nothing, as one that is frozen, while its member goes on. */
    private boolean stalled;

    private boolean ended;

    /** @param policies those that the engine knows by their names */
    SimulatedNode(
            SimulatedGrid grid, SimulatedTime time, long skewMillis, StoreSettings settings, List<Policy> policies) {
        this.grid = grid;
        this.time = time;
        this.timeoutMillis = settings.timeoutMillis();
        this.member = grid.join(false);
        this.own = new NodeGrid(grid, time, member, skewMillis);
        this.overrides = new Overrides(clock(), ZoneOffset.UTC);
        LocalStore local = new LocalStore(clock(), settings.localMaxKeys());
        this.store = new ClusterStore(
                own, grid.newHolder(), local, settings, StoreFixtures::text, Optional.empty(), this::later);
        this.waiting = new WaitingStore(store, time, timeoutMillis);
        this.engine = new Engine(
                waiting,
                new LocalSlots(clock(), 1_000),
                KEYS,
                (name, key) -> policies.stream()
                        .filter(policy -> policy.name().equals(name))
                        .findFirst(),
                new CallPolicies(true),
                () -> new WaitBudget(0, () -> 0),
                overrides,
                Adaptation.none(),
                DecisionListener.NONE);
        tick(1 + Math.floorMod(skewMillis, TICK_MILLIS));
    }

    /** Runs {@code task} after {@code millis}, or when the instance is no longer frozen; never if it has ended. */
    void later(long millis, Runnable task) {
        time.after(millis, () -> {
            if (!ended) {
                SimulatedGrid.whenRunning(member, task);
            }
        });
    }

    private void tick(long afterMillis) {
        time.after(afterMillis, () -> {
            if (!ended) {
                if (!member.frozen && !stalled) {
                    store.tick();
                }
                tick(time.isIdle() ? IDLE_TICK_MILLIS : TICK_MILLIS);
            }
        });
    }

    /** One request, as a thread of the server makes it: {@code answered} hears the answer when that thread would. */
    void request(CounterId id, Change change, Consumer<StoreResult> answered) {
        StoreResult remembered = store.tryDecide(id, change);
        if (remembered != null) {
            answered.accept(remembered);
            return;
        }
        Attempt attempt = store.begin(id, change);
        boolean[] done = {false};
        time.after(attempt.verdict().isDone() ? 0 : timeoutMillis, () -> {
            if (!done[0] && !ended) {
                done[0] = true;
                answered.accept(WaitingStore.ended(attempt, true));
            }
        });
        var unused = attempt.verdict().whenComplete((verdict, failure) -> {
            if (!done[0] && !ended) {
                done[0] = true;
                answered.accept(attempt.end(Optional.ofNullable(verdict), true));
            }
        });
    }

    /** One request that has several charges to pass, or none is made; lets time pass until it is decided. */
    List<PolicyDecision> request(List<Charge> charges) {
        waiting.begin();
        return engine.acquireAll(charges, engine.newBudget());
    }

    /** One reservation; lets time pass until it is decided. */
    Reserved reserve(List<Reservation.Part> parts, Duration longest) {
        waiting.begin();
        Reservation reservation = engine.reserveAll(parts, longest);
        return new Reserved(reservation, waiting.acquired());
    }

    /** Permits for a call; lets time pass until it is decided. */
    TakenPermits take(List<Reservation.Part> parts, Duration inFlight) {
        waiting.begin();
        return engine.take(parts, inFlight);
    }

    /** @param answers to what it acquired, by counter */
    record Reserved(Reservation reservation, Map<CounterId, StoreResult> answers) {}

    /** What a thread of the server does that can wait: then time passes. */
    <T> T waiting(Supplier<T> work) {
        waiting.begin();
        return work.get();
    }

    Engine engine() {
        return engine;
    }

    /** How long a request waits for the grid. */
    long timeoutMillis() {
        return timeoutMillis;
    }

    SharedEntries logins() {
        return store.logins();
    }

    Slots slots() {
        return store.slots();
    }

    /** Lets time pass while a request waits for a slot. */
    WaitBudget budgetForSlots() {
        boolean[] waited = {false};
        return new WaitBudget(1, () -> {
            if (!waited[0]) {
                waited[0] = true;
                own.awaitSlots(timeoutMillis);
            }
            return 0;
        });
    }

    /** Lets {@code millis} pass in which this instance is frozen, while its member goes on. */
    void stall(long millis, Runnable meanwhile) {
        Consumer<String> hears = member.hears;
        stalled = true;
        member.hears = text -> {};
        time.pass(millis);
        meanwhile.run();
        member.hears = hears;
        stalled = false;
    }

    SharedTexts texts() {
        return store.texts();
    }

    /** The instance is no more, from one moment to the next. */
    void end() {
        ended = true;
        member.gone = true;
    }

    /** The instance is stopped in good order, and settles all that it can. */
    void stop() {
        grid.isInstant = true;
        store.close();
        grid.isInstant = false;
        end();
    }

    boolean isRunning() {
        return !ended && !member.frozen;
    }

    boolean hasEnded() {
        return ended;
    }

    /** The grid as this instance sees it. */
    NodeGrid grid() {
        return own;
    }

    InstantSource clock() {
        return own.clock();
    }

    /** How many members this instance knows of. */
    int members() {
        return own.members();
    }
}
