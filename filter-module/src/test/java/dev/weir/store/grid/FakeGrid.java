package dev.weir.store.grid;

import dev.weir.MutableClock;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A grid in a map that can fall silent, fail, or forget. */
public final class FakeGrid implements Grid, SharedCache {

    public enum Behaviour {
        ANSWERING,
        SILENT,
        /** What is asked is made at once, and answered with {@link #thaw}. */
        LATE,
        FAILING,
        /** What is asked is made, but the answer gets lost. */
        LOSING
    }

    public final Map<String, String> entries = new HashMap<>();
    public final Queue<Runnable> unanswered = new ArrayDeque<>();
    final MutableClock clock;
    public Behaviour behaviour = Behaviour.ANSWERING;
    public int members = 2;
    public int operations;
    public int maxEntries = Integer.MAX_VALUE;
    public Membership membership;
    /** The counters whose ids it accepts are those of a member that is silent, whatever the others do. */
    public Predicate<String> frozen = id -> false;

    public FakeGrid(MutableClock clock) {
        this.clock = clock;
    }

    /** The next swap is made twice: as Hazelcast does when the member that made it dies before it says so. */
    public boolean repeats;

    /** What happens between these two, but for a change of the owner. */
    public Runnable meanwhile = () -> {};

    Object owner = "others";
    public Error ownerFailure;
    public Predicate<String> failingAt = id -> false;
    public int ticks;
    public boolean closed;
    public RuntimeException listenFailure;

    private boolean once(boolean made) {
        boolean again = repeats && made;
        repeats &= !made;
        if (again) {
            meanwhile.run();
        }
        return made && !again;
    }

    /** The owner of the counters dies after it has made the next swap, and its heir makes it again. */
    public void ownerDiesAfterTheSwap(Runnable meanwhile) {
        repeats = true;
        this.meanwhile = () -> {
            owner = "the heir of " + owner;
            meanwhile.run();
        };
    }

    private <T> CompletionStage<T> operation(String id, Supplier<T> work) {
        operations++;
        CompletableFuture<T> result = new CompletableFuture<>();
        switch (frozen.test(id) ? Behaviour.SILENT : behaviour) {
            case ANSWERING -> result.complete(work.get());
            case FAILING -> result.completeExceptionally(new IllegalStateException("the grid fails"));
            case LATE -> {
                T made = work.get();
                unanswered.add(() -> result.complete(made));
            }
            case LOSING -> {
                T unused = work.get();
                result.completeExceptionally(new IllegalStateException("the answer is lost"));
            }
            case SILENT -> unanswered.add(() -> result.complete(work.get()));
        }
        return result;
    }

    /** Answers everything that was asked in silence, and all from now on. */
    public void thaw() {
        behaviour = Behaviour.ANSWERING;
        frozen = id -> false;
        while (!unanswered.isEmpty()) {
            unanswered.remove().run();
        }
    }

    /** Answers what was asked first in silence. */
    public void answerOne() {
        unanswered.remove().run();
    }

    @Override
    public Object ownerOf(String id) {
        if (failingAt.test(id)) {
            throw new LinkageError("a class of the application is gone");
        }
        if (ownerFailure != null) {
            throw ownerFailure;
        }
        return frozen.test(id) ? "frozen" : owner;
    }

    @Override
    public CompletionStage<String> get(String id) {
        return operation(id, () -> entries.get(id));
    }

    @Override
    public CompletionStage<Boolean> putIfAbsent(String id, String text) {
        return operation(id, () -> once(entries.putIfAbsent(id, text) == null));
    }

    @Override
    public CompletionStage<Boolean> replace(String id, String expected, String text) {
        return operation(id, () -> once(entries.replace(id, expected, text)));
    }

    @Override
    public SharedCache cache(Retention retention) {
        return this;
    }

    @Override
    public int members() {
        return members;
    }

    @Override
    public boolean isFull() {
        return entries.size() >= maxEntries;
    }

    @Override
    public void listen(Membership membership) {
        if (listenFailure != null) {
            throw listenFailure;
        }
        this.membership = membership;
    }

    @Override
    public void tick() {
        ticks++;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public String describe() {
        return "a map";
    }

    @Override
    public void close() {
        // what it holds stays: tests look at it
        closed = true;
    }
}
