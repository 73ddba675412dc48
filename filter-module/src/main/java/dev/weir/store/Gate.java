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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This instance's way to one counter of the grid.
 *
 * <p>At most one operation is in flight. Whoever arrives meanwhile joins the next one, which makes all their changes in
 * one swap: contention is between instances, never between threads. The swap expects the state that this instance saw
 * last, so a key that one instance has to itself costs one round trip. Nothing here waits; safe for use by many threads.
 */
final class Gate {

    private final String id;
    private final Policy policy;
    private final SharedCache cache;
    private final InstantSource clock;

    private final Object lock = new Object();
    private List<Request> waiting = new ArrayList<>(1);
    private boolean inFlight;
    /** Somebody waited in vain for the operation that is in flight. */
    private boolean overdue;
    /** The fallback has decided for this key since the grid last answered. */
    private boolean local;

    private volatile Seen known = Seen.NOTHING;

    Gate(String id, Policy policy, SharedCache cache, InstantSource clock) {
        this.id = id;
        this.policy = policy;
        this.cache = cache;
        this.clock = clock;
    }

    /** What the grid was seen to hold; no text stands for no entry. */
    private record Seen(@Nullable String text, State state) {
        static final Seen NOTHING = new Seen(null, State.EMPTY);
    }

    /** One change and who waits for it. */
    static final class Request {

        private final Change change;
        private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();

        private Request(Change change) {
            this.change = change;
        }

        /** Completes with what was decided, or exceptionally if the grid failed. */
        CompletableFuture<Verdict> verdict() {
            return verdict;
        }
    }

    /** The last state of the grid that this instance saw. */
    State known() {
        return known.state;
    }

    /** Brings {@code change} on its way. */
    Request submit(Change change) {
        Request request = new Request(change);
        synchronized (lock) {
            waiting.add(request);
            if (inFlight) {
                return request;
            }
            inFlight = true;
        }
        next();
        return request;
    }

    /** Takes back a change whose caller waited in vain. One that is in flight already goes on. */
    void withdraw(Request request) {
        synchronized (lock) {
            waiting.remove(request);
            overdue = inFlight;
        }
    }

    /** Whether the operation in flight has outlasted somebody's patience: it is no use to wait for the next one. */
    boolean isOverdue() {
        synchronized (lock) {
            return overdue;
        }
    }

    /** Remembers that the fallback decides for this key. */
    void goLocal() {
        synchronized (lock) {
            local = true;
        }
    }

    /** Ends that; whether it was so. */
    boolean leaveLocal() {
        synchronized (lock) {
            boolean was = local;
            local = false;
            return was;
        }
    }

    private void next() {
        List<Request> batch;
        synchronized (lock) {
            overdue = false;
            if (waiting.isEmpty()) {
                inFlight = false;
                return;
            }
            batch = waiting;
            waiting = new ArrayList<>(1);
        }
        try {
            attempt(batch, known, false);
        } catch (RuntimeException e) {
            fail(batch, e);
        }
    }

    /** Makes all changes of {@code batch} on {@code base}; {@code fresh} if the grid was seen to hold it just now. */
    private void attempt(List<Request> batch, Seen base, boolean fresh) {
        List<Verdict> verdicts = new ArrayList<>(batch.size());
        State state = base.state;
        long now = clock.millis();
        for (Request request : batch) {
            Outcome outcome = request.change.apply(policy, state, now);
            verdicts.add(outcome.verdict());
            state = outcome.state();
        }
        if (state.version() != base.state.version()) {
            swap(batch, verdicts, base, state);
        } else if (fresh) {
            answer(batch, verdicts);
        } else {
            read(batch);
        }
    }

    private void swap(List<Request> batch, List<Verdict> verdicts, Seen base, State state) {
        String text = StateCodec.encode(state);
        CompletionStage<Boolean> swap =
                base.text == null ? cache.putIfAbsent(id, text) : cache.replace(id, base.text, text);
        then(batch, swap, done -> {
            if (done) {
                known = new Seen(text, state);
                answer(batch, verdicts);
            } else {
                read(batch);
            }
        });
    }

    private void read(List<Request> batch) {
        then(batch, cache.get(id), text -> {
            known = newest(text);
            attempt(batch, known, true);
        });
    }

    /** Goes on when {@code stage} is done; any failure, of the grid or of our own, ends the batch. */
    private <T extends @Nullable Object> void then(List<Request> batch, CompletionStage<T> stage, Consumer<T> step) {
        stage.thenAccept(step).exceptionally(failure -> {
            fail(batch, failure);
            return null;
        });
    }

    /** What the grid holds; but where it lost the last changes with a member, what this instance knows of them. */
    private Seen newest(@Nullable String text) {
        if (text == null) {
            return new Seen(null, known.state);
        }
        State state = StateCodec.decode(text).orElseGet(() -> policy.exhausted(clock.millis()));
        return new Seen(text, state.version() < known.state.version() ? known.state : state);
    }

    private void answer(List<Request> batch, List<Verdict> verdicts) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).verdict.complete(verdicts.get(i));
        }
        next();
    }

    private void fail(List<Request> batch, Throwable failure) {
        for (Request request : batch) {
            request.verdict.completeExceptionally(failure);
        }
        next();
    }
}
