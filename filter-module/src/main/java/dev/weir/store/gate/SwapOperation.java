package dev.weir.store.gate;

import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.StateCodec;
import dev.weir.store.CounterId;
import dev.weir.store.memory.BatchUpdate;
import dev.weir.store.memory.Debt;
import dev.weir.store.memory.Lease;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One compare-and-swap of an entry of the grid, repeated until it was made on what the grid holds. Leases that ended go
 * back with it; if the operation fails, they stay charged, because the swap may have been made. Used by one thread
 * after the other.
 */
final class SwapOperation {

    private final GateContext context;
    private final CounterId id;
    /** Where the grid has the counter: made once, because a key can be a digest. */
    private final String text;

    private final Policy policy;
    private final GridEntry entry;
    private final List<Lease.Ended> leases;
    private final Batch batch;
    private final Usage usage;
    /** Whether this returns a lease or refunds permits. */
    private final boolean givesBack;
    /** The era that this belongs to: an answer in another era is about other counters. */
    private final int era;

    private final CompletableFuture<BatchUpdate> result = new CompletableFuture<>();
    /** The text that the last failed swap tried to store. */
    private @Nullable String tried;
    /** Whether a swap that failed may have been made nevertheless. */
    private boolean canBeMade;

    /**
     * What is to be done in one swap.
     *
     * @param resets whether the key is forgotten first
     * @param debt what is charged then
     * @param refusals how many refusals were made from memory, which count then
     * @param changes what is decided then, in their order
     * @param keepsLease whether the present lease lasts until it is used up
     * @param renews whether a lease is taken in advance, while the present one lasts
     * @param returns whether another instance waits for a lease that is returned
     */
    record Batch(
            boolean resets,
            Debt debt,
            int refusals,
            List<PendingChange> changes,
            boolean keepsLease,
            boolean renews,
            boolean returns) {

        /** Whether the key is unblocked. */
        boolean unblocks() {
            return changes.stream().anyMatch(each -> each.change() instanceof Change.Unblock);
        }
    }

    /** The usage of the key: sizes leases, and records what other instances used. */
    interface Usage {

        /** How many permits to take on top of what {@code update} takes from {@code base}. */
        long leaseSize(State base, BatchUpdate update);

        /** Whether the grid probably holds something else than was seen last: to read it first is cheaper then. */
        boolean isProbablyChanged();

        /** The grid held something else than was seen last, or did not. */
        void recordChanged(boolean changed);

        /** Other instances were seen to have used {@code permits}. */
        void recordOthers(long permits, long nowMillis);
    }

    SwapOperation(CounterId id, GridEntry entry, List<Lease.Ended> leases, Batch batch, Usage usage) {
        this.context = entry.context();
        this.id = id;
        this.text = context.text().apply(id);
        this.policy = id.policy();
        this.entry = entry;
        this.leases = leases;
        this.batch = batch;
        this.usage = usage;
        this.givesBack = !leases.isEmpty() || batch.changes.stream().anyMatch(SwapOperation::givesBack);
        this.era = context.history().era();
    }

    private static boolean givesBack(PendingChange pending) {
        return pending.change() instanceof Change.Refund || pending.change() instanceof Change.EndHold;
    }

    /** What is left of {@code change} if it may have been made: only what it takes, and nothing is given back. */
    private static Change repeated(Change change) {
        if (change instanceof Change.EndHold end && end.more() > 0) {
            return new Change.Settle(end.more());
        }
        return change instanceof Change.Refund || change instanceof Change.EndHold ? Change.Peek.ONE : change;
    }

    /** Begins. The stage completes with the update that was made; exceptionally if the grid failed. */
    CompletionStage<BatchUpdate> run() {
        try {
            if (usage.isProbablyChanged()) {
                read(true);
            } else {
                attempt(entry.seen(), false);
            }
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    /** Makes all changes on {@code base}; {@code fresh} if the grid was seen to hold it just now. */
    private void attempt(GridEntry.Seen base, boolean fresh) {
        requireSameEra();
        // after the death of a member the grid repeats the swap by itself, and fails because it was made already. To
        // return permits twice would be a fresh quota, so then nothing is returned; what is taken may be taken twice
        canBeMade |= tried != null && tried.equals(base.text());
        BatchUpdate update = new BatchUpdate(
                policy, base.state(), context.holder(), context.clock().millis());
        if (!canBeMade) {
            leases.forEach(update::end);
        }
        if (batch.resets) {
            update.reset();
        }
        update.settle(batch.debt);
        update.refuse(batch.refusals);
        for (PendingChange pending : batch.changes) {
            if (!pending.recalls() || !update.defers(pending.policy(), pending.change())) {
                Change change = canBeMade ? repeated(pending.change()) : pending.change();
                update.apply(pending.policy(), change, Source.DENIAL_CACHE);
            }
        }
        if (update.taken() > 0 || batch.renews) {
            update.lend(usage.leaseSize(base.state(), update), Source.LEASE);
        }
        if (update.isChange() || base.isLost()) {
            swap(base, update, fresh);
        } else if (fresh || batch.changes.isEmpty()) {
            result.complete(update);
        } else {
            read(false);
        }
    }

    private void swap(GridEntry.Seen base, BatchUpdate update, boolean fresh) {
        String expected = base.text();
        String next = StateCodec.encode(update.state());
        Object owner = owner();
        int losses = context.history().losses();
        CompletionStage<Boolean> swap = expected == null
                ? context.cache().putIfAbsent(text, next)
                : context.cache().replace(text, expected, next);
        then(swap, done -> {
            if (!fresh) {
                usage.recordChanged(!done);
            }
            if (done) {
                swapped(update, next);
                result.complete(update);
            } else {
                // another instance may have changed the entry since, so that the first swap cannot be recognised
                canBeMade |= losses != context.history().losses() || !owner.equals(owner());
                tried = next;
                read(false);
            }
        });
    }

    /** The member that owns the counter, if anything is given back. */
    private Object owner() {
        return givesBack ? context.cache().ownerOf(text) : id;
    }

    private void swapped(BatchUpdate update, String next) {
        // a merge takes the lock of the entry to discard what was seen
        synchronized (entry) {
            requireSameEra();
            entry.see(next);
            if (batch.resets) {
                entry.forgetCharged();
            }
            entry.charged(update.charged());
        }
        context.swaps().swapped(id, update.state(), next);
    }

    /**
     * The answer of one half of a split is not valid for the other. The operation fails, whether or not it was made;
     * what the fallback admits meanwhile is charged after the merge.
     */
    private void requireSameEra() {
        if (context.history().isOver(era)) {
            throw new IllegalStateException("the cluster was split and is being made one again");
        }
    }

    /** @param first whether nothing was tried before */
    private void read(boolean first) {
        then(context.cache().get(text), held -> {
            GridEntry.Seen last;
            GridEntry.Seen newest;
            synchronized (entry) {
                requireSameEra();
                last = entry.seen();
                newest = newest(last, held);
            }
            if (first) {
                usage.recordChanged(!newest.equals(last));
            }
            recordOthers(last, newest);
            attempt(newest, true);
        });
    }

    /** Not with the lock of the entry: a gate takes its own lock first, and then that of its entry. */
    private void recordOthers(GridEntry.Seen last, GridEntry.Seen newest) {
        if (!newest.equals(last)) {
            long now = context.clock().millis();
            long used = policy.left(last.state(), now) - policy.left(newest.state(), now);
            usage.recordOthers(Math.max(0, used), now);
        }
    }

    /** The text under which the grid has the counter. */
    String text() {
        return text;
    }

    /** Runs {@code step} after {@code stage}; any failure of either ends the operation. */
    private <T extends @Nullable Object> void then(CompletionStage<T> stage, Consumer<T> step) {
        stage.thenAccept(step).exceptionally(failure -> {
            result.completeExceptionally(failure);
            return null;
        });
    }

    /**
     * What the grid holds; if it lost the last changes with a member, the state that this instance saw last, unless
     * that has fully recovered by now.
     */
    private GridEntry.Seen newest(GridEntry.Seen last, @Nullable String held) {
        if (held != null && held.equals(last.text())) {
            return last;
        }
        long now = context.clock().millis();
        Optional<State> read = held == null ? Optional.of(State.EMPTY) : StateCodec.decode(held);
        State found = read.orElseGet(() -> policy.exhausted(now));
        State known = last.state();
        boolean lost = found.version() < known.version() && policy.millisUntilForgotten(known, now) > 0;
        if (lost || read.isEmpty()) {
            entry.see(held, lost ? putBack(known, found, now) : found, lost);
        } else {
            entry.see(held);
        }
        return entry.seen();
    }

    /**
     * The state to restore where the grid holds {@code found}, which is older than {@code known}. If other instances
     * have charged since, the stricter of the two is used, or their charges would be lost.
     */
    private State putBack(State known, State found, long nowMillis) {
        boolean wentOn = found.mark() > known.mark() && policy.isStricter(found, known, nowMillis);
        return wentOn
                ? new State(
                        known.version(),
                        found.mark(),
                        known.block().later(found.block()),
                        found.counters(),
                        found.leases())
                : known;
    }
}
