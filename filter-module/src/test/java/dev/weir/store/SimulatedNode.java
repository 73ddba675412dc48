package dev.weir.store;

import dev.weir.core.Change;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One instance: the production store, on the simulated grid and in simulated time. */
final class SimulatedNode implements Grid {

    private static final long TICK_MILLIS = 1_000;

    final SimulatedGrid.Member member;
    private final SimulatedGrid grid;
    private final SimulatedTime time;
    private final long skewMillis;
    private final long timeoutMillis;
    private final ClusterStore store;
    private Optional<Membership> membership = Optional.empty();
    private boolean ended;

    SimulatedNode(SimulatedGrid grid, SimulatedTime time, long skewMillis, StoreSettings settings) {
        this.grid = grid;
        this.time = time;
        this.skewMillis = skewMillis;
        this.timeoutMillis = settings.timeoutMillis();
        this.member = grid.join();
        LocalStore local = new LocalStore(clock(), settings.localMaxKeys());
        this.store = new ClusterStore(
                this, local, settings, StoreFixtures::text, Optional.empty(), task -> time.after(0, task));
        tick(1 + Math.floorMod(skewMillis, TICK_MILLIS));
    }

    private void tick(long afterMillis) {
        time.after(afterMillis, () -> {
            if (!ended) {
                if (!member.frozen) {
                    store.tick();
                }
                tick(TICK_MILLIS);
            }
        });
    }

    /** One request, as a thread of the server makes it: {@code answered} hears the answer when that thread would. */
    void request(CounterId id, Change change, Consumer<Answer> answered) {
        Answer remembered = store.remembered(id, change);
        if (remembered != null) {
            answered.accept(remembered);
            return;
        }
        ClusterStore.Attempt attempt = store.begin(id, change);
        boolean[] done = {false};
        time.after(attempt.verdict.isDone() ? 0 : timeoutMillis, () -> {
            if (!done[0]) {
                done[0] = true;
                boolean came = attempt.verdict.isDone() && !attempt.verdict.isCompletedExceptionally();
                answered.accept(attempt.end(came ? Optional.of(attempt.verdict.join()) : Optional.empty(), true));
            }
        });
        var unused = attempt.verdict.whenComplete((verdict, failure) -> {
            if (!done[0]) {
                done[0] = true;
                answered.accept(attempt.end(Optional.ofNullable(verdict), true));
            }
        });
    }

    /** The instance is no more. */
    void end() {
        ended = true;
    }

    boolean isRunning() {
        return !ended && !member.frozen;
    }

    void tell(Consumer<Membership> event) {
        membership.ifPresent(event);
    }

    @Override
    public SharedCache cache(Retention retention) {
        return new Cache(retention.expiryMillis());
    }

    @Override
    public int members() {
        return grid.members(member);
    }

    @Override
    public boolean isFull() {
        return false;
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

    private final class Cache implements SharedCache {

        private final long expiryMillis;

        Cache(long expiryMillis) {
            this.expiryMillis = expiryMillis;
        }

        @Override
        public Object ownerOf(String id) {
            return grid.owner(member, id);
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
