package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.Source;
import dev.weir.core.State;
import dev.weir.core.StateCodec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One swap of a gate's counter, tried until it was made on what the grid holds. A lease that ended goes back with it; if the
 * operation fails, that stays charged: nobody knows whether it was made. Used by one thread after the other.
 */
final class Operation {

    private final Gate gate;
    private final Link link;
    private final Policy policy;
    private final Optional<Lease.Ended> lease;
    private final boolean resets;
    private final Debt debt;
    private final List<Request> requests;
    /** Whether the grid is given back anything: a lease, or permits of a request that was refused after all. */
    private final boolean givesBack;
    /** The time between two merges that this belongs to: what the grid says in the next one is about other counters. */
    private final int era;
    /** What the last swap that failed would have made of the counter. */
    private @Nullable String tried;
    /** Whether a swap that failed can have been made all the same. */
    private boolean canBeMade;

    Operation(Gate gate, Link link, Optional<Lease.Ended> lease, boolean resets, Debt debt, List<Request> requests) {
        this.gate = gate;
        this.link = link;
        this.policy = gate.policy();
        this.lease = lease;
        this.resets = resets;
        this.debt = debt;
        this.requests = requests;
        this.givesBack = lease.isPresent() || requests.stream().anyMatch(Operation::isRefund);
        this.era = link.reunion().era();
    }

    private static boolean isRefund(Request request) {
        return request.change() instanceof Change.Refund;
    }

    void begin() {
        try {
            attempt(gate.seen(), false);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Makes all changes on {@code base}; {@code fresh} if the grid was seen to hold it just now. */
    private void attempt(SeenCounter.Seen base, boolean fresh) {
        requireSameEra();
        // a grid whose member died tries again by itself, and finds that what it tried was made; to give back twice
        // would be a fresh quota, so nothing is given back where that can be, and what is taken is taken twice
        canBeMade |= tried != null && tried.equals(base.text());
        Booking booking = new Booking(policy, base.state(), link.clock().millis());
        if (!canBeMade) {
            lease.ifPresent(booking::end);
        }
        if (resets) {
            booking.reset();
        }
        booking.settle(debt);
        for (Request request : requests) {
            booking.apply(canBeMade && isRefund(request) ? new Change.Peek(1) : request.change(), Source.DENIAL_CACHE);
        }
        if (booking.admits()) {
            booking.lend(gate.leaseSize(base.state(), booking), Source.LEASE);
        }
        if (booking.isChange() || base.isLost()) {
            swap(base, booking);
        } else if (fresh) {
            finish(booking);
        } else {
            read();
        }
    }

    private void swap(SeenCounter.Seen base, Booking booking) {
        String expected = base.text();
        String next = StateCodec.encode(booking.state());
        Object owner = owner();
        int lost = link.reunion().lost();
        CompletionStage<Boolean> swap = expected == null
                ? link.cache().putIfAbsent(text(), next)
                : link.cache().replace(text(), expected, next);
        then(swap, done -> {
            if (done) {
                swapped(booking, next);
                finish(booking);
            } else {
                // others can have changed by now what was made the first time, so that it cannot be recognised
                canBeMade |= lost != link.reunion().lost() || !owner.equals(owner());
                tried = next;
                read();
            }
        });
    }

    /** Who has the counter, as far as that is of interest. */
    private Object owner() {
        return givesBack ? gate.owner() : gate;
    }

    private void swapped(Booking booking, String next) {
        // with the lock of the gate, because a merge takes it to forget what was seen
        synchronized (gate) {
            requireSameEra();
            gate.see(next);
            if (resets) {
                gate.forgetCharged();
            }
            link.reunion().charged(gate, booking.charged());
        }
        link.swaps().swapped(gate, booking, next);
    }

    /**
     * Between the halves of a split, what one was asked says nothing of the other: this fails, whatever was made of it, and
     * what the fallback admits meanwhile is charged when the merge has ended.
     */
    private void requireSameEra() {
        if (link.reunion().isOver(era)) {
            throw new IllegalStateException("the cluster was split and is being made one again");
        }
    }

    private void read() {
        then(link.cache().get(text()), held -> {
            SeenCounter.Seen newest;
            synchronized (gate) {
                requireSameEra();
                newest = newest(held);
            }
            attempt(newest, true);
        });
    }

    private String text() {
        return link.text().apply(gate.id());
    }

    /** Goes on when {@code stage} is done; any failure, of the grid or of our own, ends the operation. */
    private <T extends @Nullable Object> void then(CompletionStage<T> stage, Consumer<T> step) {
        stage.thenAccept(step).exceptionally(failure -> {
            fail(failure);
            return null;
        });
    }

    /**
     * What the grid holds; but where it lost the last changes with a member, what this instance knows of them, as long as
     * that says anything: a state that has recovered is older than any that began after it.
     */
    private SeenCounter.Seen newest(@Nullable String held) {
        SeenCounter.Seen last = gate.seen();
        if (held != null && held.equals(last.text())) {
            return last;
        }
        long now = link.clock().millis();
        Optional<State> read = held == null ? Optional.of(State.EMPTY) : StateCodec.decode(held);
        State found = read.orElseGet(() -> policy.exhausted(now));
        State known = last.state();
        boolean lost = found.version() < known.version() && policy.millisUntilForgotten(known, now) > 0;
        gate.usedByOthers(Math.max(0, policy.left(known, now) - policy.left(found, now)), now);
        if (lost || read.isEmpty()) {
            gate.see(held, lost ? putBack(known, found, now) : found, lost);
        } else {
            gate.see(held);
        }
        return gate.seen();
    }

    /**
     * What to put back of {@code known} where the grid holds {@code found}, which is older. If others have gone on from what was
     * left, that counts: the stricter of the two stands, or what they have charged since would be forgotten.
     */
    private State putBack(State known, State found, long nowMillis) {
        long blockedUntil = Math.max(known.blockedUntil(), found.blockedUntil());
        boolean wentOn = found.mark() > known.mark() && policy.left(found, nowMillis) < policy.left(known, nowMillis);
        return wentOn ? new State(known.version(), found.mark(), blockedUntil, found.counters()) : known;
    }

    private void finish(Booking booking) {
        gate.succeeded(booking, debt);
        for (int i = 0; i < requests.size(); i++) {
            requests.get(i).verdict().complete(booking.verdicts().get(i));
        }
        gate.next();
    }

    private void fail(Throwable failure) {
        for (Request request : requests) {
            request.verdict().completeExceptionally(failure);
        }
        gate.failed(resets);
    }
}
