package dev.weir.store.slot;

import dev.weir.store.grid.SharedCache;
import dev.weir.store.slot.SlotPlan.Arrival;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One operation that books the slots of a key: it reads the entry if it has to, asks whether the holders live that
 * stand in the way, and swaps the entry, again if another instance was faster. Nothing here waits; safe for use by many
 * threads.
 */
final class SlotOperation {

    /** Others may change an entry that often between a read and a swap. */
    private static final int ATTEMPTS = 50;

    /** Who began the operation. What is only asked for is asked under the lock, what is told is told without it. */
    interface Caller {

        /** Those who wait for a slot at present. */
        List<Arrival> arrivals();

        /** Whether nothing is booked ahead any more. */
        boolean ends();

        /** The grid has made {@code plan}. */
        void ended(SlotOperation operation, SlotPlan plan);

        /** It is unknown what the grid has made. */
        void failed(SlotOperation operation, Throwable failure);
    }

    private final Caller caller;
    private final SlotContext context;
    private final String text;
    private volatile long sinceMillis;

    private final Object lock;
    // guarded by the lock
    private final SlotCount count;
    private boolean swapping;
    private boolean believed = true;
    private int attemptsLeft = ATTEMPTS;

    /**
     * An operation that has not begun.
     *
     * @param lock guards {@code count}
     * @param text the text under which the grid has the key
     */
    SlotOperation(SlotCount count, Object lock, String text, SlotContext context, Caller caller) {
        this.count = count;
        this.lock = lock;
        this.text = text;
        this.context = context;
        this.caller = caller;
        this.sinceMillis = now();
    }

    private long now() {
        return context.clock().millis();
    }

    private SharedCache cache() {
        return context.cache().get();
    }

    /** When the grid was asked last. */
    long sinceMillis() {
        return sinceMillis;
    }

    /** Whether a swap may have been made. Requires the lock. */
    boolean isSwapping() {
        return swapping;
    }

    /** The grid may be another one than was asked: its answers are not believed. Requires the lock. */
    void disbelieve() {
        believed = false;
    }

    /** Whether the grid is the one that was asked. Requires the lock. */
    boolean isBelieved() {
        return believed;
    }

    /** Begins. */
    void run() {
        boolean reads;
        synchronized (lock) {
            reads = count.isStale();
        }
        try {
            if (reads) {
                read();
            } else {
                attempt(false, Set.of());
            }
        } catch (RuntimeException | Error e) {
            caller.failed(this, e);
        }
    }

    private void read() {
        ask(() -> cache().get(text), found -> {
            synchronized (lock) {
                count.take(found, sinceMillis);
            }
            attempt(true, Set.of());
        });
    }

    /**
     * @param fresh whether the grid was read just now
     * @param dead holders who are dead
     */
    private void attempt(boolean fresh, Set<Integer> dead) {
        SlotPlan plan;
        Set<Integer> silent = Set.of();
        boolean full = context.grid().isFull();
        synchronized (lock) {
            long now = now();
            boolean covered = context.renewals().covers(count.bookedMillis(), now);
            plan = count.plan(
                    new SlotPlan.Question(caller.arrivals(), dead, covered, full, caller.ends(), now), context.share());
            if (dead.isEmpty() && (plan.refuses() || plan.arrivals().isEmpty())) {
                silent = silent(plan, now);
            }
            if (silent.isEmpty()) {
                swapping = plan.swaps();
                count.begins(plan);
            }
        }
        if (!silent.isEmpty()) {
            Set<Integer> asked = silent;
            long askedMillis = now();
            ask(() -> context.renewals().look(asked, askedMillis), looked -> {
                // as of the question: one answer can come much later than another, and what that said is old by then
                attempt(fresh, silent(plan, askedMillis));
            });
        } else if (plan.swaps()) {
            ask(() -> swap(plan), done -> swapped(plan, done));
        } else if (fresh || plan.sure()) {
            caller.ended(this, plan);
        } else {
            read();
        }
    }

    private Set<Integer> silent(SlotPlan plan, long now) {
        return plan.others().stream()
                .filter(each -> context.renewals().seemsDead(each, now))
                .map(SlotEntry.Booking::holder)
                .collect(Collectors.toSet());
    }

    private CompletionStage<Boolean> swap(SlotPlan plan) {
        String next = plan.next().text();
        return plan.expected() == null ? cache().putIfAbsent(text, next) : cache().replace(text, plan.expected(), next);
    }

    private void swapped(SlotPlan plan, boolean done) {
        if (done) {
            caller.ended(this, plan);
            return;
        }
        boolean again;
        synchronized (lock) {
            swapping = false;
            count.othersWrote();
            attemptsLeft--;
            again = attemptsLeft > 0;
        }
        if (again) {
            read();
        } else {
            caller.failed(this, new IllegalStateException("others change the slots all the time"));
        }
    }

    /** Asks the grid. What fails in {@code then} fails the operation too, so that none is in flight for ever. */
    private <T extends @Nullable Object> void ask(Supplier<CompletionStage<T>> question, Consumer<T> then) {
        sinceMillis = now();
        try {
            var unused = question.get().whenComplete((answer, failure) -> {
                if (failure != null) {
                    caller.failed(this, failure);
                    return;
                }
                try {
                    requireBelieved();
                    then.accept(answer);
                } catch (RuntimeException | Error e) {
                    caller.failed(this, e);
                }
            });
        } catch (RuntimeException | Error e) {
            caller.failed(this, e);
        }
    }

    private void requireBelieved() {
        synchronized (lock) {
            if (!believed) {
                throw new IllegalStateException("the grid is another one than was asked");
            }
        }
    }
}
