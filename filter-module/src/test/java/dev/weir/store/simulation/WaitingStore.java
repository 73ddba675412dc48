package dev.weir.store.simulation;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.CounterChange;
import dev.weir.store.CounterId;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import dev.weir.store.cluster.Attempt;
import dev.weir.store.cluster.ClusterStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A store as a thread sees it that waits: meanwhile time passes. */
final class WaitingStore implements CounterStore {

    private final ClusterStore store;
    private final SimulatedTime time;
    private final long timeoutMillis;
    /** How long the request still waits that a thread makes at present. */
    private long leftMillis;

    private final Map<CounterId, StoreResult> acquired = new HashMap<>();

    WaitingStore(ClusterStore store, SimulatedTime time, long timeoutMillis) {
        this.store = store;
        this.time = time;
        this.timeoutMillis = timeoutMillis;
    }

    /** A thread makes a request now, which has not waited yet. */
    void begin() {
        leftMillis = timeoutMillis;
        acquired.clear();
    }

    @Override
    public StoreResult apply(CounterId id, Change change, Supplier<WaitBudget> budget) {
        return applyAll(List.of(new CounterChange(id, change)), budget.get()).get(0);
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
        List<StoreResult> results = endings.stream().map(Supplier::get).toList();
        for (int i = 0; i < results.size(); i++) {
            if (changes.get(i).change() instanceof Change.Acquire) {
                acquired.put(changes.get(i).id(), results.get(i));
            }
        }
        return results;
    }

    /** What was acquired since a thread began. */
    Map<CounterId, StoreResult> acquired() {
        return Map.copyOf(acquired);
    }

    private void await(Attempt attempt) {
        while (!attempt.verdict().isDone() && leftMillis > 0) {
            time.pass(1);
            leftMillis--;
        }
    }

    /** What comes of {@code attempt} if it is waited for no longer. */
    static StoreResult ended(Attempt attempt, boolean waited) {
        boolean came = attempt.verdict().isDone() && !attempt.verdict().isCompletedExceptionally();
        return attempt.end(came ? Optional.of(attempt.verdict().join()) : Optional.empty(), waited);
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
