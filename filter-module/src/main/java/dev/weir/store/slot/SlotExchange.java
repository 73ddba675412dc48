package dev.weir.store.slot;

import dev.weir.store.slot.SlotPlan.Arrival;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations on the grid by which one instance books the slots of one key. At most one is in flight; what is taken
 * and freed meanwhile is booked by the next one. Nothing here waits; safe for use by many threads.
 */
final class SlotExchange implements SlotOperation.Caller {

    private static final long NEVER = Long.MIN_VALUE / 4;
    /** The time between two hints about one key. */
    private static final long HINT_MILLIS = 100;

    private final SlotContext context;
    private final Supplier<String> text;

    private final Object lock;
    // guarded by the lock
    private final SlotCount count;

    private final SlotRoom room;
    private final List<Arrival> waiting = new ArrayList<>();
    private @Nullable SlotOperation inFlight;
    /** Whether another operation has to follow the one in flight. */
    private boolean goesOn;
    /** Whether nothing is booked ahead any more. */
    private boolean ends;

    private CompletableFuture<Boolean> ending = CompletableFuture.completedFuture(true);
    /** When others were told last, for each kind of hint. */
    private final Map<SlotHint, Long> hinted = new EnumMap<>(SlotHint.class);

    /**
     * Books what {@code count} says.
     *
     * @param lock guards {@code count} and {@code room}
     * @param text the text under which the grid has the key
     */
    SlotExchange(SlotCount count, SlotRoom room, Object lock, Supplier<String> text, SlotContext context) {
        this.count = count;
        this.room = room;
        this.lock = lock;
        this.text = text;
        this.context = context;
    }

    private long now() {
        return context.clock().millis();
    }

    /** Takes a slot by the next operation. The answer is whether it was taken; it fails if the grid does. */
    CompletableFuture<Boolean> arrive(int most) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        synchronized (lock) {
            waiting.add(new Arrival(most, answer));
        }
        start(false);
        return answer;
    }

    /** A request ends that holds a slot. */
    void free() {
        boolean givesBack;
        synchronized (lock) {
            count.free();
            room.end();
            givesBack = !ends && count.isAheadOfMany();
        }
        if (givesBack && isAnswered()) {
            start(false);
        }
    }

    /** False also if the grid cannot be asked at all: what is freed is booked at the next visit then. */
    private boolean isAnswered() {
        try {
            return context.circuits().isClosed(owner());
        } catch (RuntimeException | LinkageError e) {
            return false;
        }
    }

    /** Others need what is booked ahead. */
    void giveBack() {
        boolean has;
        synchronized (lock) {
            count.crowd();
            has = count.hasAhead();
        }
        if (has) {
            start(true);
        }
    }

    /** The grid may have lost what was booked, or be another one: it is booked again. */
    void doubt() {
        synchronized (lock) {
            if (inFlight != null) {
                inFlight.disbelieve();
            }
            count.doubt();
        }
    }

    /** Books what is held and what was needed lately. */
    void settle() {
        synchronized (lock) {
            count.beginReview();
        }
        start(true);
    }

    /** Books what is held and no more from now on. Completes when the grid has answered. */
    CompletionStage<Boolean> end() {
        synchronized (lock) {
            ends = true;
        }
        start(true);
        synchronized (lock) {
            return ending;
        }
    }

    boolean isInFlight() {
        synchronized (lock) {
            return inFlight != null;
        }
    }

    /** Whether the operation in flight was not answered for {@code timeoutMillis}. */
    boolean isOverdue(long timeoutMillis) {
        synchronized (lock) {
            return inFlight != null && now() - inFlight.sinceMillis() > timeoutMillis;
        }
    }

    /** The member that owns the entry at present. */
    Object owner() {
        return context.cache().get().ownerOf(text.get());
    }

    /** Asks the grid something, to see whether it answers. */
    CompletionStage<?> probe() {
        return context.cache().get().get(text.get());
    }

    /**
     * Begins an operation, unless one is in flight.
     *
     * @param insists whether another one follows that in flight, also if there is nothing to take and to give back
     */
    private void start(boolean insists) {
        SlotOperation begun;
        synchronized (lock) {
            if (inFlight != null) {
                goesOn |= insists;
                return;
            }
            ending = new CompletableFuture<>();
            begun = next();
        }
        begun.run();
    }

    /** Requires the lock. */
    private SlotOperation next() {
        goesOn = false;
        SlotOperation next = new SlotOperation(count, lock, text.get(), context, this);
        inFlight = next;
        return next;
    }

    @Override
    public List<Arrival> arrivals() {
        waiting.removeIf(arrival -> arrival.answer().isDone());
        return List.copyOf(waiting);
    }

    @Override
    public boolean ends() {
        return ends;
    }

    @Override
    public void ended(SlotOperation operation, SlotPlan plan) {
        List<SlotHint> hints = new ArrayList<>();
        synchronized (lock) {
            if (!operation.isBelieved()) {
                throw new IllegalStateException("the grid is another one than was asked");
            }
            long before = count.carriedOut(plan, operation.sinceMillis(), now());
            waiting.removeAll(plan.arrivals());
            hint(count.endsAhead(before, plan), SlotHint.GIVE_BACK, hints);
            hint(count.hasMadeRoom(before), SlotHint.FREE, hints);
            boolean asked = now() - hinted.getOrDefault(SlotHint.GIVE_BACK, NEVER) < SlotRoom.WAIT_MILLIS;
            room.answered(plan, asked, now());
        }
        // before all that can fail: of what is counted as held, a request has to hear
        for (int i = 0; i < plan.answers().size(); i++) {
            boolean taken = plan.answers().get(i);
            boolean heard = plan.arrivals().get(i).answer().complete(taken);
            if (taken && !heard) {
                // the request has given up
                free();
            }
        }
        hints.forEach(each -> each.send(context.grid(), text.get()));
        goOn();
    }

    private void hint(boolean useful, SlotHint hint, List<SlotHint> hints) {
        if (useful && now() - hinted.getOrDefault(hint, NEVER) >= HINT_MILLIS) {
            hinted.put(hint, now());
            hints.add(hint);
        }
    }

    private void goOn() {
        Optional<SlotOperation> following;
        CompletableFuture<Boolean> ended;
        synchronized (lock) {
            boolean again = goesOn || !arrivals().isEmpty() || (!ends && count.isAheadOfMany());
            inFlight = null;
            following = again ? Optional.of(next()) : Optional.empty();
            ended = ending;
        }
        following.ifPresentOrElse(SlotOperation::run, () -> ended.complete(true));
    }

    @Override
    public void failed(SlotOperation operation, Throwable failure) {
        List<Arrival> failed;
        CompletableFuture<Boolean> ended;
        synchronized (lock) {
            if (inFlight != operation) {
                return;
            }
            count.failed(operation.isSwapping());
            failed = List.copyOf(waiting);
            waiting.clear();
            inFlight = null;
            ended = ending;
        }
        failed.forEach(arrival -> arrival.answer().completeExceptionally(failure));
        ended.complete(false);
    }
}
