package dev.weir.store.slot;

import dev.weir.Source;
import dev.weir.core.Policy;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.StoreSettings;
import dev.weir.store.WaitBudget;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.SharedCache;
import dev.weir.store.memory.KeyTable;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Slots that the cluster shares, through one {@link SlotGate} for each key. Safe for use by many threads.
 *
 * <p>What a request holds is never forgotten, and never waited for when it is freed: the next swap books what is left.
 */
public final class GridSlots implements Slots, AutoCloseable {

    /** The most keys that one tick settles: after an outage there can be more than the grid handles at once. */
    private static final int MOST_AT_ONCE = 10_000;
    /** How long the end of the application waits. */
    private static final long END_MILLIS = 1_000;

    private final Grid grid;
    private final InstantSource clock;
    private final StoreSettings settings;
    private final Circuits circuits;
    private final OncePerMinuteLog problems;
    private final Renewals renewals;
    private final KeyTable<SlotGate> gates;
    private final Map<String, SlotGate> busy = new ConcurrentHashMap<>();
    private volatile @Nullable SharedCache cache;
    private volatile boolean closed;

    /**
     * The slots in a grid.
     *
     * @param holder the number of this instance
     * @param text the text under which a counter is found in the grid
     * @param circuits to the members that have the entries
     */
    public GridSlots(
            Grid grid,
            int holder,
            StoreSettings settings,
            Function<CounterId, String> text,
            Circuits circuits,
            OncePerMinuteLog problems) {
        this.grid = grid;
        this.clock = grid.clock();
        this.settings = settings;
        this.circuits = circuits;
        this.problems = problems;
        this.renewals = new Renewals(holder, this::cache, this::doubt);
        SlotContext context = new SlotContext(holder, grid, this::cache, renewals, circuits, text, this::share, busy);
        this.gates = new KeyTable<>(clock, settings.localMaxKeys(), id -> new SlotGate(id, context), evicted -> {});
    }

    /** Not under a lock, which would be held while the cache is opened. */
    private SharedCache cache() {
        SharedCache known = cache;
        if (known == null) {
            known = grid.slots();
            cache = known;
        }
        return known;
    }

    @Override
    public void prepare() {
        var unused = cache();
    }

    private int share(int most) {
        return settings.divideShare() ? Math.max(1, most / grid.members()) : most;
    }

    private SlotGate entered(CounterId id) {
        SlotGate gate = gates.get(id);
        while (!gate.enter()) {
            // it is being evicted
            gate = gates.get(id);
        }
        return gate;
    }

    @Override
    public Result take(CounterId id, int most, WaitBudget budget) {
        SlotGate gate = entered(id);
        try {
            return switch (gate.look(most)) {
                case TAKEN -> taken(gate, Source.LEASE);
                case FULL -> new Full(Source.DENIAL_CACHE);
                case NOTHING -> ask(gate, id.policy(), most, budget);
            };
        } finally {
            gate.leave();
        }
    }

    private static Result taken(SlotGate gate, Source source) {
        return new Taken(new HeldSlot(gate), source);
    }

    /** A slot is freed once, however often it is asked to be. */
    private record HeldSlot(SlotGate gate, AtomicBoolean freed) implements Slot {

        HeldSlot(SlotGate gate) {
            this(gate, new AtomicBoolean());
        }

        @Override
        public boolean free() {
            boolean first = freed.compareAndSet(false, true);
            if (first) {
                gate.free();
            }
            return first;
        }
    }

    private Result ask(SlotGate gate, Policy policy, int most, WaitBudget budget) {
        if (closed) {
            return alone(gate, policy, most);
        }
        Object owner = gate.owner();
        if (gate.isOverdue(settings.timeoutMillis()) || !circuits.isClosed(owner)) {
            circuits.probe(owner, gate::probe);
            return alone(gate, policy, most);
        }
        Optional<Boolean> answer = Optional.of(false);
        boolean waits = budget.isLeft();
        if (!gate.isRoomAwaited()) {
            answer = answer(gate, most, budget);
            if (answer.isPresent()) {
                circuits.succeeded(owner);
            } else if (waits) {
                circuits.failed(owner);
            }
        }
        if (answer.equals(Optional.of(false)) && isRoomMade(gate, budget)) {
            answer = answer(gate, most, budget).or(() -> Optional.of(false));
        }
        if (answer.isPresent()) {
            return answer.get() ? taken(gate, Source.CLUSTER) : new Full(Source.CLUSTER);
        }
        return alone(gate, policy, most);
    }

    /** Whether a slot was taken by the grid; empty if it does not answer while {@code budget} lasts. */
    private static Optional<Boolean> answer(SlotGate gate, int most, WaitBudget budget) {
        CompletableFuture<Boolean> arriving = gate.arrive(most);
        Optional<Boolean> answer = budget.await(arriving);
        // unless the answer has come just now, the slot goes back when it comes
        if (answer.isEmpty() && !arriving.complete(false) && !arriving.isCompletedExceptionally()) {
            return Optional.of(arriving.join());
        }
        return answer;
    }

    /** Waits a moment for what others have booked and do not use. False if that is not worth it. */
    private static boolean isRoomMade(SlotGate gate, WaitBudget budget) {
        Optional<CompletableFuture<Boolean>> room = budget.isLeft() ? gate.awaitRoom() : Optional.empty();
        room.ifPresent(made -> {
            var unused = budget.await(made, SlotRoom.WAIT_MILLIS);
            gate.endRoom();
        });
        return room.isPresent();
    }

    /** Decides by the fallback. What it takes is booked when the grid answers again. */
    private Result alone(SlotGate gate, Policy policy, int most) {
        return switch (policy.fallback()) {
            case CLOSED -> new Unavailable();
            case OPEN -> alone(gate, Integer.MAX_VALUE);
            case LOCAL -> alone(gate, share(most));
        };
    }

    private static Result alone(SlotGate gate, int share) {
        return gate.takeAlone(share) ? taken(gate, Source.LOCAL) : new Full(Source.LOCAL);
    }

    @Override
    public boolean isFull(CounterId id, int most) {
        return gates.get(id).isFull(most);
    }

    @Override
    public int held(CounterId id) {
        return gates.get(id).held();
    }

    /** Another instance has passed on {@code hint}, perhaps about slots. */
    public void heard(String hint) {
        SlotHint.GIVE_BACK.hear(hint, text -> about(text, SlotGate::giveBack));
        SlotHint.FREE.hear(hint, text -> about(text, SlotGate::forgetRefusal));
    }

    private void about(String text, Consumer<SlotGate> action) {
        SlotGate gate = busy.get(text);
        if (gate != null && !closed) {
            action.accept(gate);
        }
    }

    /** The grid may have lost what this instance has booked, or be another one: all of it is booked again. */
    public void doubt() {
        busy.values().forEach(SlotGate::doubt);
    }

    /** Called once a second: renews, gives back what was booked ahead, and books what the grid does not have. */
    public void tick() {
        if (busy.values().stream().anyMatch(SlotGate::isHolding)) {
            renewals.renew(clock);
        }
        int begun = 0;
        for (SlotGate gate : busy.values()) {
            gate.rest();
            if (begun < MOST_AT_ONCE && gate.isDue()) {
                begun += begins(gate) ? 1 : 0;
            }
        }
    }

    private boolean begins(SlotGate gate) {
        try {
            Object owner = gate.owner();
            if (circuits.isClosed(owner)) {
                gate.settle();
                return true;
            }
            circuits.probe(owner, gate::probe);
        } catch (RuntimeException | Error e) {
            // go on with the others
            problems.warn("the slots of a key are not settled with the cluster", e);
        }
        return false;
    }

    /** Evicts the keys that have not been used for long. */
    public void sweep() {
        gates.sweep();
        renewals.sweep(clock.millis());
    }

    /**
     * Gives back what was booked ahead, as far as the cluster answers within a second; from then on the grid is not
     * asked any more. What requests still hold is free for others half a minute later.
     */
    @Override
    public void close() {
        closed = true;
        List<CompletableFuture<Boolean>> last = busy.values().stream()
                .filter(SlotGate::isUnfinished)
                .map(SlotGate::end)
                .map(CompletionStage::toCompletableFuture)
                .toList();
        try {
            var unused = CompletableFuture.allOf(last.toArray(CompletableFuture<?>[]::new))
                    .get(END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            problems.warn("not all slots are given back to the cluster at the end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
