package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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
final class Gate extends SeenCounter {

    private final Link link;

    // all that follows is guarded by this object
    private List<Request> waiting = List.of();
    private Debt debt = Debt.NONE;
    /** Null until the key is asked for often. */
    private @Nullable Demand demand;

    private boolean inFlight;
    /** Somebody waited in vain for the operation that is in flight. */
    private boolean overdue;
    /** The fallback has decided for this key since the grid last answered. */
    private boolean local;
    /** The instance ends: nothing is lent any more, and nobody answered but by the grid. */
    private boolean ending;
    /** Until the next operation, neither lease nor denial may answer for the grid. */
    private boolean doubting;

    Gate(CounterId id, Link link) {
        super(id);
        this.link = link;
    }

    /** One change, and who waits for its verdict: that completes exceptionally if the grid failed. */
    record Request(Change change, CompletableFuture<Verdict> verdict) {}

    /** Looks whether the grid still holds what this instance changed of late, and puts it back if not. */
    void verify(long sinceMillis) {
        if (known().mark() >= sinceMillis) {
            synchronized (this) {
                doubting = true;
            }
            Request unused = submit(new Change.Peek(1));
        }
    }

    /**
     * Owes again what was charged of late, and any block: the grid went back to what others saw, who know nothing of it.
     * What was seen of it says nothing any more.
     *
     * @param span the present one
     */
    void oweAgain(int span) {
        say(Optional.empty(), Optional.empty());
        synchronized (this) {
            long blockedUntil = known().blockedUntil();
            see(null, null, false);
            owe(chargedSince(span), blockedUntil);
        }
    }

    /** Who has the counter at present; see {@link SharedCache#ownerOf}. */
    Object owner() {
        return link.cache().ownerOf(link.text().apply(id()));
    }

    /** Whether the operation in flight has outlasted somebody's patience: it is no use to wait for the next one. */
    synchronized boolean isOverdue() {
        return overdue;
    }

    /** Brings {@code change} on its way. */
    Request submit(Change change) {
        Request request = new Request(change, new CompletableFuture<>());
        enqueue(request);
        start();
        return request;
    }

    private synchronized void enqueue(Request request) {
        if (waiting.isEmpty()) {
            waiting = new ArrayList<>(1);
        }
        waiting.add(request);
    }

    /**
     * Ends the waiting for {@code request}, for which the fallback admitted so many permits. If it is not in flight yet it
     * is taken back; otherwise what the grid makes of it in the end is set right.
     */
    void giveUp(Request request, long admitted, long blockedUntil) {
        boolean takenBack;
        synchronized (this) {
            overdue = inFlight;
            local = true;
            takenBack = !waiting.isEmpty() && waiting.remove(request);
        }
        if (takenBack) {
            owe(admitted, blockedUntil);
        } else {
            owe(0, blockedUntil);
            var unused = request.verdict.handle((verdict, failure) -> {
                correct(request.change, Optional.ofNullable(verdict), admitted);
                return null;
            });
        }
    }

    private void correct(Change change, Optional<Verdict> verdict, long admitted) {
        // a refund is made whatever is left after it
        Optional<Verdict> made = verdict.filter(each -> each.allowed() || change instanceof Change.Refund);
        if (made.isEmpty()) {
            owe(admitted, 0);
        } else if (admitted == 0 && change instanceof Change.Acquire acquire) {
            submit(new Change.Refund(acquire.permits(), made.get().atMillis()));
        }
    }

    /**
     * Remembers that permits were admitted without the grid, and a block that began; with a negative number, that so many
     * of them were given back before the grid was charged.
     */
    synchronized void owe(long permits, long blockedUntil) {
        local = true;
        debt = debt.plus(permits, blockedUntil);
        if (!debt.isNone()) {
            link.unsettled().add(this);
        }
    }

    /** Whether the fallback decided for this key since the grid last answered; no longer after this. */
    synchronized boolean leaveLocal() {
        boolean was = local;
        local = false;
        return was;
    }

    @Override
    boolean isNeeded(long nowMillis) {
        return super.isNeeded(nowMillis) || hasLease() || owes();
    }

    private synchronized boolean owes() {
        return !debt.isNone() || inFlight;
    }

    @Override
    boolean isForgotten(long nowMillis) {
        return !isNeeded(nowMillis) && id().policy().millisUntilForgotten(known(), nowMillis) == 0;
    }

    /** Pays what is owed, and gives back what is left of a lease that has ended. */
    void settle() {
        if (owes() || leaseHasEnded(link.clock().millis())) {
            start();
        } else if (!hasLease()) {
            link.unsettled().remove(this);
        }
    }

    /** Pays what is owed, and gives back any lease; completes when the grid has answered. */
    CompletableFuture<Verdict> settleAtOnce() {
        synchronized (this) {
            ending = true;
        }
        return submit(new Change.Peek(1)).verdict;
    }

    /** Begins an operation if there is something to do and none is in flight. */
    private void start() {
        synchronized (this) {
            if (inFlight) {
                return;
            }
            inFlight = true;
        }
        next();
    }

    private void next() {
        long now = link.clock().millis();
        List<Runnable> served;
        Optional<Operation> operation;
        synchronized (this) {
            overdue = false;
            boolean asks = ending || doubting;
            doubting = false;
            Optional<Lease.Ended> lease = asks || leaseHasEnded(now) ? endLease() : Optional.empty();
            served = asks ? List.of() : serveWaiting(now);
            operation = nextOperation(lease);
            inFlight = operation.isPresent();
        }
        served.forEach(Runnable::run);
        operation.ifPresent(Operation::begin);
    }

    /** Who waited while a lease was on its way has a share of it. */
    private List<Runnable> serveWaiting(long nowMillis) {
        List<Runnable> served = new ArrayList<>();
        List<Request> unserved = new ArrayList<>();
        for (Request request : waiting) {
            if (answer(id(), request.change, nowMillis) instanceof Answer.Counted counted) {
                served.add(() -> request.verdict.complete(counted.verdict()));
            } else {
                unserved.add(request);
            }
        }
        waiting = unserved.isEmpty() ? List.of() : unserved;
        return served;
    }

    private Optional<Operation> nextOperation(Optional<Lease.Ended> ended) {
        long back = ended.map(Lease.Ended::unused).orElse(0L);
        if (waiting.isEmpty() && debt.isNone() && back == 0) {
            return Optional.empty();
        }
        Optional<Lease.Ended> lease = ended.isEmpty() ? endLease() : ended;
        List<Request> requests = waiting;
        waiting = List.of();
        return Optional.of(new Operation(this, link, requests, debt, lease));
    }

    /** How many permits to take on top of what {@code booking} takes. */
    synchronized long leaseSize(State base, Booking booking) {
        long now = booking.nowMillis();
        Policy policy = id().policy();
        boolean often = now - base.mark() < policy.leaseMillis();
        if (demand == null && often) {
            demand = new Demand(now);
        }
        return demand == null || ending ? 0 : link.lending().size(policy, booking.state(), demand, now);
    }

    /** The operation was made, and {@code paid} with it. */
    void succeeded(Booking booking, Debt paid) {
        synchronized (this) {
            debt = debt.minus(paid);
            if (booking.lease().isPresent()) {
                link.unsettled().add(this);
            }
            if (demand != null) {
                demand.used(booking.used(), booking.nowMillis());
            }
        }
        say(booking.lease(), booking.denial());
    }

    /** The operation is over. */
    void ended() {
        next();
    }

    /** The operation failed. Whoever waits for the next one has to try it; a debt alone waits until somebody does. */
    void failed() {
        synchronized (this) {
            if (waiting.isEmpty()) {
                overdue = false;
                inFlight = false;
                return;
            }
        }
        next();
    }
}
