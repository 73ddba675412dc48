package dev.weir.store.slot;

import dev.weir.store.CounterId;
import dev.weir.store.memory.KeyTable;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What one instance knows about the slots of one key: a {@link SlotExchange} asks the grid for what is not known here.
 * Stays in the table of keys while it is in use. Nothing here waits; safe for use by many threads.
 */
final class SlotGate implements KeyTable.Entry {

    /** What is known of a key is forgotten so long after its last use; by then others may know better. */
    private static final long IDLE_MILLIS = 600_000;

    /** What this instance knows about a request for a slot. */
    enum Known {
        /** It has a slot, of those that were booked ahead. */
        TAKEN,
        FULL,
        /** The grid has to be asked. */
        NOTHING
    }

    private final CounterId id;
    private final SlotContext context;
    private final SlotExchange exchange;
    /** Not volatile: to miss one reference does no harm. */
    private boolean referenced;

    // guarded by this object
    private final SlotCount count;

    private final SlotRoom room = new SlotRoom();
    /** Under which text this is among those that are busy; empty if it is not. */
    private String text = "";
    /** Requests that are here at present. */
    private int visitors;

    private long usedMillis;
    /** Whether another gate may have taken the place of this one. */
    private boolean retired;

    SlotGate(CounterId id, SlotContext context) {
        this.id = id;
        this.context = context;
        this.count = new SlotCount(context.holder());
        this.exchange = new SlotExchange(count, room, this, this::text, context);
    }

    private long now() {
        return context.clock().millis();
    }

    private synchronized String text() {
        return text;
    }

    /** A request begins to use this. False if another gate has to be looked for. */
    synchronized boolean enter() {
        if (retired) {
            return false;
        }
        visitors++;
        usedMillis = now();
        if (text.isEmpty()) {
            text = context.text().apply(id);
            context.busy().put(text, this);
        }
        return true;
    }

    /** The request has entered, and is done. */
    synchronized void leave() {
        visitors--;
    }

    /** Takes a slot, or refuses it, by what is known. */
    synchronized Known look(int most) {
        long now = now();
        if (count.isAhead(most, now) && isCovered(now)) {
            count.hold();
            return Known.TAKEN;
        }
        return isFull(most, now) ? Known.FULL : Known.NOTHING;
    }

    /** Whether a request would be refused by what is known. */
    synchronized boolean isFull(int most) {
        return isFull(most, now());
    }

    private boolean isFull(int most, long now) {
        return count.isKnownFull(most, now) && !room.isAwaited(now) && !(count.isAhead(most, now) && isCovered(now));
    }

    private boolean isCovered(long now) {
        return context.renewals().covers(count.bookedMillis(), now);
    }

    synchronized int held() {
        return count.held();
    }

    /** Whether this instance has booked anything, or should have. */
    synchronized boolean isHolding() {
        return count.held() > 0 || count.hasAhead();
    }

    /** Whether something has to be given back at the end, or may have to be. */
    synchronized boolean isUnfinished() {
        return isHolding() || exchange.isInFlight();
    }

    /** Takes a slot without the grid, if this instance holds fewer than {@code most}. */
    synchronized boolean takeAlone(int most) {
        if (count.held() >= most || count.isUnreadable()) {
            return false;
        }
        count.hold();
        return true;
    }

    /** Takes a slot by the grid. The answer is whether it was taken; it fails if the grid does. */
    CompletableFuture<Boolean> arrive(int most) {
        return exchange.arrive(most);
    }

    /** A request ends that holds a slot. Never fails: what the grid does not hear now is booked later. */
    void free() {
        exchange.free();
    }

    /** Others need what is booked ahead. */
    void giveBack() {
        exchange.giveBack();
    }

    /** Another instance has freed a slot. */
    synchronized void forgetRefusal() {
        count.forgetRefusal();
        room.end();
    }

    /** Whether requests wait for what others may give back. */
    synchronized boolean isRoomAwaited() {
        return room.isAwaited(now());
    }

    /** What a request that was refused can wait for, for {@link SlotRoom#WAIT_MILLIS}; empty if that is in vain. */
    synchronized Optional<CompletableFuture<Boolean>> awaitRoom() {
        return room.await(now());
    }

    /** A request has waited for that. */
    synchronized void endRoom() {
        room.end();
    }

    /** The grid may have lost what was booked, or be another one: it is booked again. */
    void doubt() {
        exchange.doubt();
    }

    /** Whether there is something to do with the grid, of which no request waits. */
    synchronized boolean isDue() {
        boolean has = count.owes() || count.hasAhead() || count.isDue(isCovered(now()), now());
        return has
                && !exchange.isInFlight()
                && !(count.isAbsent() && context.grid().isFull());
    }

    /** Books what is held and what was needed lately. */
    void settle() {
        exchange.settle();
    }

    /** Books what is held and no more from now on. Completes when the grid has answered. */
    CompletionStage<Boolean> end() {
        return exchange.end();
    }

    /** Whether the operation in flight was not answered for {@code timeoutMillis}. */
    boolean isOverdue(long timeoutMillis) {
        return exchange.isOverdue(timeoutMillis);
    }

    /** The member that owns the entry at present. */
    Object owner() {
        return exchange.owner();
    }

    /** Asks the grid something, to see whether it answers. */
    CompletionStage<?> probe() {
        return exchange.probe();
    }

    /** Is no longer busy, if there is nothing to do. */
    synchronized void rest() {
        if (!isInUse(now()) && !text.isEmpty()) {
            context.busy().remove(text, this);
            text = "";
        }
    }

    private boolean isInUse(long now) {
        return visitors > 0 || exchange.isInFlight() || count.isInUse(now);
    }

    @Override
    public CounterId id() {
        return id;
    }

    @Override
    public void markReferenced() {
        if (!referenced) {
            referenced = true;
        }
    }

    @Override
    public boolean clearReferenced() {
        boolean was = referenced;
        referenced = false;
        return was;
    }

    @Override
    public synchronized boolean isPinned(long nowMillis) {
        return isInUse(nowMillis);
    }

    @Override
    public boolean isRefused(long nowMillis) {
        return false;
    }

    @Override
    public synchronized boolean isExpired(long nowMillis) {
        return nowMillis - usedMillis > IDLE_MILLIS && retire();
    }

    @Override
    public synchronized boolean retire() {
        rest();
        retired |= text.isEmpty();
        return retired;
    }
}
