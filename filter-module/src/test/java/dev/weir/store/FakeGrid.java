package dev.weir.store;

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
final class FakeGrid implements Grid, SharedCache {

    enum Behaviour {
        ANSWERING,
        SILENT,
        FAILING
    }

    final Map<String, String> entries = new HashMap<>();
    final Queue<Runnable> unanswered = new ArrayDeque<>();
    final MutableClock clock;
    Behaviour behaviour = Behaviour.ANSWERING;
    int members = 2;
    int operations;
    int maxEntries = Integer.MAX_VALUE;
    Membership membership;
    /** The counters whose ids it accepts are those of a member that is silent, whatever the others do. */
    Predicate<String> frozen = id -> false;

    FakeGrid(MutableClock clock) {
        this.clock = clock;
    }

    /** The next swap is made twice: as Hazelcast does when the member that made it dies before it says so. */
    boolean repeats;

    private boolean once(boolean made) {
        boolean again = repeats;
        repeats = false;
        return made && !again;
    }

    private <T> CompletionStage<T> operation(String id, Supplier<T> work) {
        operations++;
        CompletableFuture<T> result = new CompletableFuture<>();
        switch (frozen.test(id) ? Behaviour.SILENT : behaviour) {
            case ANSWERING -> result.complete(work.get());
            case FAILING -> result.completeExceptionally(new IllegalStateException("the grid fails"));
            case SILENT -> unanswered.add(() -> result.complete(work.get()));
        }
        return result;
    }

    /** Answers everything that was asked in silence, and all from now on. */
    void thaw() {
        behaviour = Behaviour.ANSWERING;
        frozen = id -> false;
        while (!unanswered.isEmpty()) {
            unanswered.remove().run();
        }
    }

    @Override
    public Object ownerOf(String id) {
        return frozen.test(id) ? "frozen" : "others";
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
        this.membership = membership;
    }

    @Override
    public void tick() {
        // nothing to look after
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
    }
}
