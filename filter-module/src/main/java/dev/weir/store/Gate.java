package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * This instance's way to one counter of the grid.
 *
 * <p>At most one operation is in flight. Whoever arrives meanwhile joins the next one, which makes all their changes in
 * one swap, and takes a lease on top: contention is between instances, never between threads. The swap expects the state that
 * this instance saw last, so a key that one instance has to itself costs one round trip.
 *
 * <p>What was admitted without the grid is owed to it, and charged with the next operation. Nothing here waits; safe for use
 * by many threads.
 */
final class Gate extends ActiveCounter {

    private final Link link;

    Gate(CounterId id, Link link) {
        super(id);
        this.link = link;
    }

    /** Looks whether the grid still holds what this instance changed of late, and puts it back if not. */
    void verify(long sinceMillis) {
        if (known().mark() >= sinceMillis) {
            synchronized (this) {
                active().doubting = true;
            }
            Request unused = submit(new Change.Peek(1));
        }
    }

    /**
     * Owes again what was charged, as far as it still counts, and any block: the grid went back to what others saw, who know
     * nothing of it. What was seen of it says nothing any more.
     */
    void oweAgain(long charged) {
        synchronized (this) {
            forgetAll();
            State known = known();
            long counts = policy().counting(known, charged, link.clock().millis());
            forgetCharged();
            see(null);
            if (counts > 0 || known.blockedUntil() > 0) {
                owe(counts, known.blockedUntil());
            }
        }
    }

    /** Who has the counter at present; see {@link SharedCache#ownerOf}. */
    Object owner() {
        return link.cache().ownerOf(link.text().apply(id()));
    }

    /** Brings {@code change} on its way. A reset stays there until the grid has made it, whoever still waits for it. */
    Request submit(Change change) {
        boolean resets = change instanceof Change.Reset;
        Request request = new Request(resets ? new Change.Peek(1) : change, new CompletableFuture<>());
        synchronized (this) {
            Activity current = active();
            current.add(request);
            if (resets) {
                current.reset = true;
                current.debt = Debt.NONE;
                link.unsettled().add(this);
            }
        }
        start();
        return request;
    }

    /**
     * Ends the waiting for {@code request}, for which the fallback admitted so many permits. If it is not in flight yet it
     * is taken back, but for a refund, which nobody makes in its place; otherwise what the grid makes of it in the end is
     * set right.
     *
     * @param waited false if there was no time to wait at all, which says nothing of the grid
     */
    void giveUp(Request request, boolean waited, long admitted, long blockedUntil) {
        boolean takenBack;
        synchronized (this) {
            Activity current = active();
            takenBack = !(request.change() instanceof Change.Refund) && current.takeBack(request);
            current.overdue |= waited && current.inFlight && !request.verdict().isDone();
            current.local = true;
        }
        if (takenBack) {
            owe(admitted, blockedUntil);
        } else {
            owe(0, blockedUntil);
            var unused = request.verdict().handle((verdict, failure) -> {
                correct(request.change(), Optional.ofNullable(verdict), admitted);
                return null;
            });
        }
    }

    private void correct(Change change, Optional<Verdict> verdict, long admitted) {
        // a refund is made whatever is left after it
        Optional<Verdict> made = verdict.filter(each -> each.allowed() || change instanceof Change.Refund);
        if (made.isEmpty()) {
            // whether a refund that failed was made after all is not known: to make it twice would be a fresh quota
            owe(change instanceof Change.Refund ? 0 : admitted, 0);
        } else if (admitted == 0 && change instanceof Change.Acquire acquire && !isToBeReset()) {
            submit(new Change.Refund(acquire.permits(), made.get().atMillis()));
        }
    }

    /**
     * Remembers that permits were admitted without the grid, and a block that began; with a negative number, that so many
     * of them were given back before the grid was charged.
     */
    synchronized void owe(long permits, long blockedUntil) {
        Activity current = active();
        current.local = true;
        current.debt = current.debt.plus(permits, blockedUntil);
        current.owedMillis = permits > 0 ? link.clock().millis() : current.owedMillis;
        if (!current.debt.isNone()) {
            link.unsettled().add(this);
        }
    }

    @Override
    boolean isNeeded(long nowMillis) {
        return super.isNeeded(nowMillis) || hasLease() || owes();
    }

    @Override
    synchronized boolean isForgotten(long nowMillis) {
        forgetOldDenial(nowMillis);
        return !isNeeded(nowMillis) && policy().millisUntilForgotten(known(), nowMillis) == 0;
    }

    /**
     * Whether there is something to pay, or what is left of a lease to be given back. If there will not be, nobody needs to ask
     * again: that nobody asks for the key often is found here as well.
     */
    synchronized boolean isDue(long nowMillis) {
        boolean due = owes() || leaseHasEnded(nowMillis);
        if (!due && !hasLease() && !isMeasured(nowMillis)) {
            link.unsettled().remove(this);
        }
        return due;
    }

    /** Pays what is owed, and gives back any lease; completes when the grid has answered. */
    CompletableFuture<Verdict> settleAtOnce() {
        synchronized (this) {
            active().ending = true;
        }
        return submit(new Change.Peek(1)).verdict();
    }

    /** Begins an operation if there is something to do, as a lease that has ended, and none is in flight. */
    void start() {
        boolean begins;
        synchronized (this) {
            begins = !active().inFlight;
            active().inFlight = true;
        }
        if (begins) {
            try {
                next();
            } catch (RuntimeException | Error e) {
                // or nobody would ever begin another one
                failed(false);
                throw e;
            }
        }
    }

    /** No operation is in flight: begins the next one, if there is something to do. */
    void next() {
        long now = link.clock().millis();
        List<Runnable> served;
        Optional<Operation> operation;
        synchronized (this) {
            Activity current = active();
            current.overdue = false;
            boolean asks = current.ending || current.doubting || current.reset;
            current.doubting = false;
            Optional<Lease.Ended> lease = asks || leaseHasEnded(now) ? endLease() : Optional.empty();
            served = asks ? List.of() : serveWaiting(current, now);
            operation = nextOperation(current, lease);
            current.inFlight = operation.isPresent();
            rest();
        }
        served.forEach(Runnable::run);
        operation.ifPresent(Operation::begin);
    }

    /** Who waited while a lease was on its way has a share of it. */
    private List<Runnable> serveWaiting(Activity current, long nowMillis) {
        List<Runnable> served = new ArrayList<>();
        for (Request request : current.takeAll()) {
            if (answer(policy(), request.change(), nowMillis) instanceof Answer.Counted counted) {
                served.add(() -> request.verdict().complete(counted.verdict()));
            } else {
                current.add(request);
            }
        }
        return served;
    }

    private Optional<Operation> nextOperation(Activity current, Optional<Lease.Ended> ended) {
        long back = ended.map(Lease.Ended::unused).orElse(0L);
        if (!current.somebodyWaits() && current.debt.isNone() && !current.reset && back == 0) {
            return Optional.empty();
        }
        Optional<Lease.Ended> lease = ended.isEmpty() ? endLease() : ended;
        boolean resets = current.reset;
        current.reset = false;
        return Optional.of(new Operation(this, link, lease, resets, current.debt, current.takeAll()));
    }

    /** See {@link Activity#foreseen}. */
    State foreseen(State seen, Policy part) {
        return foreseen(seen, part, link.clock().millis());
    }

    /** How many permits to take on top of what {@code booking} takes. */
    synchronized long leaseSize(State base, Booking booking) {
        long size = active().leaseSize(policy(), link.lending(), base, booking);
        if (active().isMeasured()) {
            link.unsettled().add(this);
        }
        return size;
    }

    /** The operation was made, and {@code paid} with it. */
    void succeeded(Booking booking, Debt paid) {
        synchronized (this) {
            Activity current = active();
            current.paid(paid);
            current.used(booking.used(), booking.nowMillis());
            remember(booking.lease(), booking.denial());
            if (booking.lease().isPresent()) {
                link.unsettled().add(this);
            }
        }
    }

    /**
     * The operation failed. Whoever waits for the next one has to try it; a debt alone waits until somebody does.
     *
     * @param resets whether it was to forget the key, which is still to be done
     */
    void failed(boolean resets) {
        boolean goesOn;
        synchronized (this) {
            goesOn = active().failed(resets);
            rest();
        }
        if (goesOn) {
            next();
        }
    }
}
