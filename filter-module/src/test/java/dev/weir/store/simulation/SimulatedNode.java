package dev.weir.store.simulation;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.engine.CallPolicies;
import dev.weir.engine.Charge;
import dev.weir.engine.Engine;
import dev.weir.engine.KeyCodec;
import dev.weir.engine.PolicyDecision;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import dev.weir.store.CounterChange;
import dev.weir.store.CounterId;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.StoreSettings;
import dev.weir.store.WaitBudget;
import dev.weir.store.cluster.Attempt;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.Retention;
import dev.weir.store.grid.SharedCache;
import dev.weir.store.memory.LocalStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One instance: the production store and engine, on the simulated grid and in simulated time. */
final class SimulatedNode implements Grid {

    private static final long TICK_MILLIS = 1_000;
    private static final long IDLE_TICK_MILLIS = 60_000;

    final SimulatedGrid.Member member;
    private final SimulatedGrid grid;
    private final SimulatedTime time;
    private final long skewMillis;
    private final long timeoutMillis;
    private final ClusterStore store;
    private final Engine engine;
    private Optional<Membership> membership = Optional.empty();
    /** How long the request still waits that a thread makes at present. */
    private long leftMillis;

    private boolean ended;

    SimulatedNode(SimulatedGrid grid, SimulatedTime time, long skewMillis, StoreSettings settings) {
        this.grid = grid;
        this.time = time;
        this.skewMillis = skewMillis;
        this.timeoutMillis = settings.timeoutMillis();
        this.member = grid.join(false);
        LocalStore local = new LocalStore(clock(), settings.localMaxKeys());
        this.store = new ClusterStore(this, local, settings, StoreFixtures::text, Optional.empty(), this::later);
        ClientAddress peers = new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64);
        this.engine = new Engine(
                new Waiting(),
                new KeyCodec(peers, Optional.empty(), UnaryOperator.identity(), () -> "/simulated"),
                (name, key) -> Optional.empty(),
                new CallPolicies(true),
                () -> new WaitBudget(0, () -> 0));
        tick(1 + Math.floorMod(skewMillis, TICK_MILLIS));
    }

    private void later(long millis, Runnable task) {
        time.after(millis, () -> {
            if (!ended) {
                SimulatedGrid.whenRunning(member, task);
            }
        });
    }

    private void tick(long afterMillis) {
        time.after(afterMillis, () -> {
            if (!ended) {
                if (!member.frozen) {
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
                answered.accept(ended(attempt, true));
            }
        });
        var unused = attempt.verdict().whenComplete((verdict, failure) -> {
            if (!done[0] && !ended) {
                done[0] = true;
                answered.accept(attempt.end(Optional.ofNullable(verdict), true));
            }
        });
    }

    private static StoreResult ended(Attempt attempt, boolean waited) {
        boolean came = attempt.verdict().isDone() && !attempt.verdict().isCompletedExceptionally();
        return attempt.end(came ? Optional.of(attempt.verdict().join()) : Optional.empty(), waited);
    }

    /** One request that has several charges to pass, or none is made; lets time pass until it is decided. */
    List<PolicyDecision> request(List<Charge> charges) {
        leftMillis = timeoutMillis;
        return engine.acquireAll(charges, engine.newBudget());
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

    /** Hazelcast says that {@code other} is gone. */
    void lost(SimulatedGrid.Member other) {
        tell(each -> each.lost(other));
    }

    void merging() {
        tell(Membership::merging);
    }

    void merged() {
        tell(each -> each.merged(Set.copyOf(grid.reachable(member))));
    }

    private void tell(Consumer<Membership> event) {
        if (!ended) {
            membership.ifPresent(event);
        }
    }

    @Override
    public SharedCache cache(Retention retention) {
        return new Cache(retention.expiryMillis());
    }

    @Override
    public SharedCache noticeboard() {
        return new Cache(Retention.HOUR.expiryMillis());
    }

    @Override
    public SharedCache texts() {
        return new Cache(Retention.LONGEST.expiryMillis());
    }

    @Override
    public boolean hint(String text) {
        grid.hint(member, text);
        return true;
    }

    @Override
    public void onHint(Consumer<String> listener) {
        member.hears = text -> {
            if (!ended) {
                listener.accept(text);
            }
        };
    }

    @Override
    public int members() {
        return Math.max(1, grid.reachable(member).size());
    }

    @Override
    public boolean isFull() {
        return grid.isFull(member);
    }

    @Override
    public InstantSource clock() {
        return () -> Instant.ofEpochMilli(time.millis() + skewMillis);
    }

    @Override
    public void listen(Membership listener) {
        membership = Optional.of(listener);
    }

    @Override
    public void tick() {
        // nothing to look after
    }

    @Override
    public String describe() {
        return "simulated";
    }

    @Override
    public void close() {
        // nothing to let go of
    }

    /** The store as a thread sees it that waits: meanwhile time passes. */
    private final class Waiting implements CounterStore {

        @Override
        public StoreResult apply(CounterId id, Change change, Supplier<WaitBudget> budget) {
            return applyAll(List.of(new CounterChange(id, change)), budget.get())
                    .get(0);
        }

        @Override
        public List<StoreResult> applyAll(List<CounterChange> changes, WaitBudget budget) {
            boolean waits = leftMillis > 0;
            List<Supplier<StoreResult>> endings = new ArrayList<>();
            for (CounterChange each : changes) {
                StoreResult remembered = store.tryDecide(each.id(), each.change());
                if (remembered != null) {
                    endings.add(() -> remembered);
                } else {
                    Attempt attempt = store.begin(each.id(), each.change());
                    endings.add(() -> {
                        await(attempt);
                        return ended(attempt, waits);
                    });
                }
            }
            return endings.stream().map(Supplier::get).toList();
        }

        private void await(Attempt attempt) {
            while (!attempt.verdict().isDone() && leftMillis > 0) {
                time.pass(1);
                leftMillis--;
            }
        }

        @Override
        public StoreResult peekLocal(CounterId id, long permits) {
            return store.peekLocal(id, permits);
        }

        @Override
        public void prepare(Policy policy) {
            store.prepare(policy);
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private final class Cache implements SharedCache {

        private final long expiryMillis;

        Cache(long expiryMillis) {
            this.expiryMillis = expiryMillis;
        }

        @Override
        public Object ownerOf(String id) {
            return grid.reachable(member).isEmpty() ? member : grid.owner(member, id);
        }

        @Override
        public CompletionStage<String> get(String id) {
            return grid.operation(member, id, expiryMillis, "", held -> new SimulatedGrid.Step<>(false, held));
        }

        @Override
        public CompletionStage<Boolean> putIfAbsent(String id, String text) {
            return grid.operation(
                    member, id, expiryMillis, text, held -> new SimulatedGrid.Step<>(held == null, held == null));
        }

        @Override
        public CompletionStage<Boolean> replace(String id, String expected, String text) {
            return grid.operation(
                    member,
                    id,
                    expiryMillis,
                    text,
                    held -> new SimulatedGrid.Step<>(expected.equals(held), expected.equals(held)));
        }
    }
}
