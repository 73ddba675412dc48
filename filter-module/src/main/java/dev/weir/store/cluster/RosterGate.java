package dev.weir.store.cluster;

import dev.weir.store.Rosters.Answer;
import dev.weir.store.cluster.KnownRoster.Arrival;
import dev.weir.store.cluster.KnownRoster.Plan;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.SharedCache;
import dev.weir.store.memory.RosterSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This instance's way to the roster of one key and day in the grid. At most one operation is in flight; principals who
 * arrive meanwhile are entered together by the next one. Nothing here waits; safe for use by many threads.
 */
final class RosterGate implements RosterSlot.OfDay {

    /** Others may change a roster that often between a read and a swap. */
    private static final int ATTEMPTS = 50;

    private final long day;
    private final Supplier<String> id;
    private final SharedCache cache;
    private final Grid grid;
    private final KnownRoster known = new KnownRoster();

    // guarded by this object
    private final List<Arrival> waiting = new ArrayList<>();
    private boolean inFlight;
    private long sinceMillis;

    /** @param id the name of the roster in {@code cache} */
    RosterGate(long day, Supplier<String> id, SharedCache cache, Grid grid) {
        this.day = day;
        this.id = id;
        this.cache = cache;
        this.grid = grid;
    }

    @Override
    public long day() {
        return day;
    }

    @Override
    public boolean isPinned() {
        return known.owes();
    }

    /** What this instance knows of the roster. */
    KnownRoster known() {
        return known;
    }

    /** The member that owns the roster at present. */
    Object owner() {
        return cache.ownerOf(id.get());
    }

    /** Asks the grid something, to see whether it answers. */
    CompletionStage<?> probe() {
        return cache.get(id.get());
    }

    private long now() {
        return grid.clock().millis();
    }

    /** Whether the operation in flight was not answered for {@code timeoutMillis}. */
    synchronized boolean isOverdue(long timeoutMillis) {
        return inFlight && now() - sinceMillis > timeoutMillis;
    }

    /** Enters a principal by the next operation. The answer fails if the grid does. */
    CompletableFuture<Answer> arrive(String entry, int most) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        boolean starts;
        synchronized (this) {
            waiting.add(new Arrival(entry, most, answer));
            starts = !inFlight;
            if (starts) {
                begin();
            }
        }
        if (starts) {
            start();
        }
        return answer;
    }

    /** Enters what the grid may not have, unless an operation is in flight. */
    void settle() {
        synchronized (this) {
            if (inFlight) {
                return;
            }
            begin();
        }
        start();
    }

    /** With the time, or others would take that of the operation before for it. Requires the lock of this object. */
    private void begin() {
        inFlight = true;
        sinceMillis = now();
    }

    private void start() {
        if (known.trusts()) {
            attempt(false, ATTEMPTS);
        } else {
            read(ATTEMPTS);
        }
    }

    private void read(int attempts) {
        ask(() -> cache.get(id.get()), text -> {
            known.take(text, now());
            attempt(true, attempts);
        });
    }

    /** @param fresh whether the grid was read just now */
    private void attempt(boolean fresh, int attempts) {
        Plan plan = known.plan(arrivals(), grid.isFull());
        if (plan.swaps()) {
            ask(() -> swap(plan), done -> {
                if (done) {
                    end(plan);
                } else if (attempts > 1) {
                    read(attempts - 1);
                } else {
                    fail(new IllegalStateException("others change the roster all the time"));
                }
            });
        } else if (fresh || !plan.refuses()) {
            end(plan);
        } else {
            // a refusal is only true of the present roster
            read(attempts);
        }
    }

    private synchronized List<Arrival> arrivals() {
        waiting.removeIf(arrival -> arrival.answer().isDone());
        return List.copyOf(waiting);
    }

    private CompletionStage<Boolean> swap(Plan plan) {
        String next = plan.next().text();
        return plan.expected() == null
                ? cache.putIfAbsent(id.get(), next)
                : cache.replace(id.get(), plan.expected(), next);
    }

    private void end(Plan plan) {
        known.carriedOut(plan, now());
        boolean goesOn;
        synchronized (this) {
            waiting.removeAll(plan.arrivals());
            goesOn = !waiting.isEmpty();
            inFlight = false;
            if (goesOn) {
                begin();
            }
        }
        plan.answer();
        if (goesOn) {
            start();
        }
    }

    private void fail(Throwable failure) {
        List<Arrival> failed;
        synchronized (this) {
            failed = List.copyOf(waiting);
            waiting.clear();
            inFlight = false;
        }
        failed.forEach(arrival -> arrival.answer().completeExceptionally(failure));
    }

    /** Asks the grid. What fails in {@code then} fails the operation too, so that none is in flight for ever. */
    private <T extends @Nullable Object> void ask(Supplier<CompletionStage<T>> operation, Consumer<T> then) {
        synchronized (this) {
            sinceMillis = now();
        }
        try {
            var unused = operation.get().whenComplete((answer, failure) -> {
                if (failure != null) {
                    fail(failure);
                    return;
                }
                try {
                    then.accept(answer);
                } catch (RuntimeException | Error e) {
                    fail(e);
                }
            });
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }
}
