package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Outcome;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.StateCodec;
import dev.weir.core.Verdict;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This instance's way to one counter of the grid.
 *
 * <p>At most one operation is in flight. Whoever arrives meanwhile joins the next one, which makes all their changes in
 * one swap: contention is between instances, never between threads. The swap expects the state that this instance saw
 * last, so a key that one instance has to itself costs one round trip.
 *
 * <p>What was admitted without the grid is owed to it, and charged with the next operation. Nothing here waits; safe for use
 * by many threads.
 */
final class Gate {

    private final String id;
    private final Policy policy;
    private final SharedCache cache;
    private final Supplier<Object> owner;
    private final InstantSource clock;
    private final Set<Gate> debtors;

    private final Object lock = new Object();
    private List<Request> waiting = new ArrayList<>(1);
    private boolean inFlight;
    /** Somebody waited in vain for the operation that is in flight. */
    private boolean overdue;
    /** The fallback has decided for this key since the grid last answered. */
    private boolean local;
    /** Permits that were admitted without the grid. */
    private long debt;

    private volatile Seen known = Seen.NOTHING;

    /** @param debtors where gates stand that owe something; safe for use by many threads */
    Gate(String id, Policy policy, SharedCache cache, InstantSource clock, Set<Gate> debtors) {
        this.debtors = debtors;
        this.id = id;
        this.policy = policy;
        this.cache = cache;
        this.owner = cache.ownerOf(id);
        this.clock = clock;
    }

    /** What the grid was seen to hold; no text stands for no entry. */
    private record Seen(@Nullable String text, State state) {
        static final Seen NOTHING = new Seen(null, State.EMPTY);
    }

    /** One change, and who waits for its verdict: that completes exceptionally if the grid failed. */
    record Request(Change change, CompletableFuture<Verdict> verdict) {}

    /** Requests that go together, the debt that goes with them, and what is decided for each. */
    private record Batch(List<Request> requests, long debt, List<Verdict> verdicts) {}

    /** The last state of the grid that this instance saw. */
    State known() {
        return known.state;
    }

    /** Who has the counter at present; see {@link SharedCache#ownerOf}. */
    Object owner() {
        return owner.get();
    }

    /** Whether the operation in flight has outlasted somebody's patience: it is no use to wait for the next one. */
    boolean isOverdue() {
        synchronized (lock) {
            return overdue;
        }
    }

    /** Brings {@code change} on its way. */
    Request submit(Change change) {
        Request request = new Request(change, new CompletableFuture<>());
        synchronized (lock) {
            waiting.add(request);
        }
        start();
        return request;
    }

    /**
     * Ends the waiting for {@code request}, for which the fallback admitted so many permits. If it is not in flight yet it
     * is taken back; otherwise what the grid makes of it in the end is set right.
     */
    void giveUp(Request request, long admitted) {
        boolean takenBack;
        synchronized (lock) {
            overdue = inFlight;
            local = true;
            takenBack = waiting.remove(request);
        }
        if (takenBack) {
            owe(admitted);
        } else {
            var unused = request.verdict.handle((verdict, failure) -> {
                correct(request.change, Optional.ofNullable(verdict), admitted);
                return null;
            });
        }
    }

    private void correct(Change change, Optional<Verdict> verdict, long admitted) {
        // a refund is made whatever is left after it
        Optional<Verdict> made = verdict.filter(each -> each.allowed() || change instanceof Change.Refund);
        if (made.isEmpty()) {
            owe(admitted);
        } else if (admitted == 0 && change instanceof Change.Acquire acquire) {
            submit(new Change.Refund(acquire.permits(), made.get().atMillis()));
        }
    }

    /**
     * Remembers that permits were admitted without the grid; with a negative number, that so many of them were given back
     * before the grid was charged.
     */
    void owe(long permits) {
        synchronized (lock) {
            local = true;
            debt = Math.max(0, debt + permits);
            if (debt > 0) {
                debtors.add(this);
            }
        }
    }

    /** Whether the fallback decided for this key since the grid last answered; no longer after this. */
    boolean leaveLocal() {
        synchronized (lock) {
            boolean was = local;
            local = false;
            return was;
        }
    }

    /** Begins an operation if there is something to do, if only a debt, and none is in flight. */
    void start() {
        synchronized (lock) {
            if (inFlight || (waiting.isEmpty() && debt == 0)) {
                return;
            }
            inFlight = true;
        }
        next();
    }

    private void next() {
        List<Request> requests;
        synchronized (lock) {
            overdue = false;
            if (waiting.isEmpty() && debt == 0) {
                inFlight = false;
                return;
            }
            requests = waiting;
            waiting = new ArrayList<>(1);
        }
        try {
            attempt(requests, known, false);
        } catch (RuntimeException | Error e) {
            fail(requests, e);
        }
    }

    /** Makes all changes on {@code base}; {@code fresh} if the grid was seen to hold it just now. */
    private void attempt(List<Request> requests, Seen base, boolean fresh) {
        long now = clock.millis();
        Batch batch = new Batch(requests, debt(), new ArrayList<>(requests.size()));
        State state = batch.debt == 0 ? base.state : policy.charge(base.state, batch.debt, now);
        for (Request request : requests) {
            Outcome outcome = request.change.apply(policy, state, now);
            batch.verdicts.add(outcome.verdict());
            state = outcome.state();
        }
        if (state.version() != base.state.version()) {
            swap(batch, base, state);
        } else if (fresh) {
            answer(batch);
        } else {
            read(requests);
        }
    }

    private void swap(Batch batch, Seen base, State state) {
        String text = StateCodec.encode(state);
        CompletionStage<Boolean> swap =
                base.text == null ? cache.putIfAbsent(id, text) : cache.replace(id, base.text, text);
        then(batch.requests, swap, done -> {
            if (done) {
                known = new Seen(text, state);
                answer(batch);
            } else {
                read(batch.requests);
            }
        });
    }

    private void read(List<Request> requests) {
        then(requests, cache.get(id), text -> {
            known = newest(text);
            attempt(requests, known, true);
        });
    }

    /** Goes on when {@code stage} is done; any failure, of the grid or of our own, ends the operation. */
    private <T extends @Nullable Object> void then(List<Request> requests, CompletionStage<T> stage, Consumer<T> step) {
        stage.thenAccept(step).exceptionally(failure -> {
            fail(requests, failure);
            return null;
        });
    }

    /**
     * What the grid holds; but where it lost the last changes with a member, what this instance knows of them, as long as
     * that says anything: a state that has recovered is older than any that began after it.
     */
    private Seen newest(@Nullable String text) {
        Seen last = known;
        if (text != null && text.equals(last.text)) {
            return last;
        }
        long now = clock.millis();
        State held = text == null ? State.EMPTY : StateCodec.decode(text).orElseGet(() -> policy.exhausted(now));
        boolean lost = held.version() < last.state.version() && policy.millisUntilForgotten(last.state, now) > 0;
        return new Seen(text, lost ? last.state : held);
    }

    private long debt() {
        synchronized (lock) {
            return debt;
        }
    }

    private void answer(Batch batch) {
        synchronized (lock) {
            debt -= batch.debt;
            if (debt == 0) {
                debtors.remove(this);
            }
        }
        for (int i = 0; i < batch.requests.size(); i++) {
            batch.requests.get(i).verdict.complete(batch.verdicts.get(i));
        }
        next();
    }

    /** Whoever waits for the next operation has to try it; a debt alone waits until somebody does. */
    private void fail(List<Request> requests, Throwable failure) {
        for (Request request : requests) {
            request.verdict.completeExceptionally(failure);
        }
        synchronized (lock) {
            if (waiting.isEmpty()) {
                overdue = false;
                inFlight = false;
                return;
            }
        }
        next();
    }
}
