package dev.weir.store.grid;

import dev.weir.MutableClock;
import dev.weir.store.SharedReports;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
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

    public final Map<String, String> entries;
    public final Queue<Runnable> unanswered = new ArrayDeque<>();
    final MutableClock clock;
    public Behaviour behaviour = Behaviour.ANSWERING;
    /** By how much the clock of this instance is ahead of that of others. */
    public long aheadMillis;

    public int members = 2;
    /** The members by name; none if this is a grid that does not know them. */
    public List<SharedReports.Member> roster = List.of();
    /** Reads and changes of reports. */
    public int reportOperations;

    public int operations;
    /** Reads and changes of slots, and of what instances say of themselves there. */
    public int slotOperations;

    public int maxEntries = Integer.MAX_VALUE;
    public Membership membership;
    /** The counters whose ids it accepts are those of a member that is silent, whatever the others do. */
    public Predicate<String> frozen = id -> false;

    public FakeGrid(MutableClock clock) {
        this.clock = clock;
        this.entries = new HashMap<>();
    }

    /** The same grid as another instance reaches it: what answers there can be silent here. */
    public FakeGrid(FakeGrid other) {
        this.clock = other.clock;
        this.entries = other.entries;
        this.board = other.board;
    }

    /** The next swap is made twice: as Hazelcast does when the member that made it dies before it says so. */
    public boolean repeats;

    /** The next text that is replaced is replaced twice, in the same way. */
    public boolean repeatsText;

    /** What happens between these two, but for a change of the owner. */
    public Runnable meanwhile = () -> {};

    Object owner = "others";
    public Error ownerFailure;
    public Predicate<String> failingAt = id -> false;
    public int ticks;
    public boolean closed;
    /** What the store wants to do later. */
    public final Queue<Runnable> later = new ArrayDeque<>();

    public RuntimeException listenFailure;
    /** To be replaced by that of another grid before a store is opened. */
    public FakeNoticeboard board = new FakeNoticeboard();

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
        return answer(id, work);
    }

    private <T> CompletionStage<T> answer(String id, Supplier<T> work) {
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
    public SharedCache noticeboard() {
        return new Beside(board.entries);
    }

    @Override
    public SharedCache texts() {
        return new Beside(board.texts);
    }

    @Override
    public SharedCache logins() {
        return new Beside(board.logins);
    }

    @Override
    public SharedCache slots() {
        return new Beside(board.slots);
    }

    @Override
    public SharedCache reports() {
        return new Beside(board.reports);
    }

    @Override
    public Iterator<String> ids(int page) {
        return List.copyOf(entries.keySet()).iterator();
    }

    @Override
    public List<SharedReports.Member> roster() {
        return roster;
    }

    @Override
    public boolean hint(String text) {
        return board.pass(this, text);
    }

    @Override
    public void onHint(Consumer<String> listener) {
        board.listen(this, listener);
    }

    @Override
    public int members() {
        return members;
    }

    @Override
    public boolean isFull() {
        return entries.size() + board.slots.size() >= maxEntries;
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
        return () -> clock.instant().plusMillis(aheadMillis);
    }

    @Override
    public String describe() {
        return "a map";
    }

    @Override
    public void close() {
        // what it holds stays: tests look at it
        closed = true;
        board.leave(this);
    }

    /** What the grid holds beside the counters. */
    private final class Beside implements SharedCache {

        private final Map<String, String> entries;

        Beside(Map<String, String> entries) {
            this.entries = entries;
        }

        @Override
        public Object ownerOf(String id) {
            return FakeGrid.this.ownerOf(id);
        }

        @Override
        public CompletionStage<String> get(String id) {
            return counted(id, () -> entries.get(id));
        }

        @Override
        public CompletionStage<Boolean> putIfAbsent(String id, String text) {
            return counted(id, () -> once(entries, entries.putIfAbsent(id, text) == null));
        }

        @Override
        public CompletionStage<Boolean> replace(String id, String expected, String text) {
            return counted(id, () -> {
                boolean made = entries.replace(id, expected, text);
                boolean again = made && repeatsText && entries == board.texts;
                repeatsText &= !again;
                return once(entries, made) && !again;
            });
        }

        private boolean once(Map<String, String> changed, boolean made) {
            return changed == board.slots ? FakeGrid.this.once(made) : made;
        }

        private <T> CompletionStage<T> counted(String id, Supplier<T> work) {
            board.operations += entries == board.entries ? 1 : 0;
            reportOperations += entries == board.reports ? 1 : 0;
            slotOperations += entries == board.slots ? 1 : 0;
            return answer(id, work);
        }
    }
}
