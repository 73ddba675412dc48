package dev.weir.store.slot;

import dev.weir.store.slot.SlotEntry.Booking;
import dev.weir.store.slot.SlotPlan.Arrival;
import dev.weir.store.slot.SlotPlan.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one key as one instance counts them: how many its requests hold, and how many the grid has booked for
 * it. What an instance books is always the whole number, never a difference, so that to do it twice does no harm.
 * Guarded by its {@link SlotGate}.
 */
final class SlotCount {

    /** A refusal is remembered for so long. */
    private static final long FULL_MILLIS = 1_000;
    /** A booking is made again so long after the last time: the grid drops entries that do not change for an hour. */
    private static final long AGAIN_MILLIS = 900_000;

    /**
     * What was booked ahead is used without a look at the grid for so long after the last one. Others can have booked
     * more than there is meanwhile: what they gave in an outage, or in their half of a cluster that was split.
     */
    private static final long SEEN_MILLIS = 2_000;

    private static final long NEVER = Long.MIN_VALUE / 4;

    private final int holder;

    private int held;
    /** How many slots the grid has booked at least, whichever way an operation in flight ends, for those held now. */
    private int booked;
    /** The most that were held at once since the last review, and between the two before. */
    private int peak;

    private int peakBefore;
    /** How many slots may be held, as the last request said. */
    private int most;

    /** The text that the grid had when it was seen last, null for none. */
    private @Nullable String seen;

    private SlotEntry entry = SlotEntry.NONE;
    private boolean unreadable;
    /** Whether the grid may have another text than was seen. */
    private boolean stale = true;
    /** Whether others say that more than half of all slots are booked, and the entry was not seen since. */
    private boolean crowded;
    /** Whether others change the entry so often that it is cheaper to read it first. */
    private boolean contended;
    /** Whether a swap of unknown result may still take place: the next one makes it void. */
    private boolean unsure;

    private long seenMillis = NEVER;
    private long bookedMillis = NEVER;
    private long fullMillis = NEVER;
    /** How many slots were in use when a request was refused last. */
    private long fullNumber;

    SlotCount(int holder) {
        this.holder = holder;
    }

    int held() {
        return held;
    }

    boolean isUnreadable() {
        return unreadable;
    }

    /** When the grid booked what this instance has, by the booking's own time. */
    long bookedMillis() {
        return bookedMillis;
    }

    /** Whether a slot is booked that no request holds. */
    boolean hasAhead() {
        return booked > held;
    }

    /** Whether {@link #hold} needs no more than what is booked: not while all instances together have too many. */
    boolean isAhead(int most, long nowMillis) {
        return hasAhead() && isFresh(nowMillis) && entry.numberOfOthers(holder) + booked <= most;
    }

    private boolean isFresh(long nowMillis) {
        return !stale && nowMillis - seenMillis <= SEEN_MILLIS;
    }

    /** A request holds one more. */
    void hold() {
        held++;
        peak = Math.max(peak, held);
    }

    /** A request holds one less. */
    void free() {
        held--;
        fullMillis = NEVER;
    }

    /** A slot of another instance may be free. */
    void forgetRefusal() {
        fullMillis = NEVER;
    }

    /** Whether at least {@code most} slots were in use a moment ago, as far as is known. */
    boolean isKnownFull(int most, long nowMillis) {
        return nowMillis - fullMillis < FULL_MILLIS && fullNumber >= most;
    }

    /** Whether to forget this would lose anything. */
    boolean isInUse(long nowMillis) {
        return held > 0 || booked > 0 || unsure || nowMillis - fullMillis < FULL_MILLIS;
    }

    /** Whether the grid does not have what it has to have. */
    boolean owes() {
        return unsure || held > booked;
    }

    /** Whether slots are held that the grid has booked too long ago. */
    boolean isDue(boolean covered, long nowMillis) {
        return held > 0 && (!covered || nowMillis - bookedMillis > AGAIN_MILLIS);
    }

    /** Whether more is booked than is held while more than half of all slots are. */
    boolean isAheadOfMany() {
        return hasAhead() && (crowded || entry.numberOfOthers(holder) + booked > most / 2);
    }

    /** Whether the grid does not have this key. */
    boolean isAbsent() {
        return seen == null;
    }

    /** The grid may have lost or changed what it was seen to have. */
    void doubt() {
        stale = true;
        unsure |= held > 0 || booked > 0;
        booked = 0;
    }

    /** Others need what is booked ahead, here too. */
    void crowd() {
        crowded = true;
        peak = held;
        peakBefore = held;
    }

    /** Others have changed the entry before a swap. */
    void othersWrote() {
        contended = true;
    }

    /** Whether to read the entry before the next swap. */
    boolean isStale() {
        return stale || contended;
    }

    /** What is booked ahead has to be what was needed since the last review. */
    void beginReview() {
        peakBefore = peak;
        peak = held;
    }

    /** The grid has {@code text}, null for none; so it said when it was asked at {@code askedMillis}, or later. */
    void take(@Nullable String text, long askedMillis) {
        stale = false;
        seenMillis = askedMillis;
        crowded = false;
        contended &= !Objects.equals(text, seen);
        seen = text;
        Optional<SlotEntry> read = SlotEntry.read(text);
        unreadable = read.isEmpty();
        entry = read.orElse(SlotEntry.NONE);
        Optional<Booking> own = entry.of(holder);
        int number = own.map(Booking::number).orElse(0);
        // a swap of unknown result may still give back what is there now
        booked = unsure ? Math.min(booked, number) : number;
        bookedMillis = own.map(Booking::millis).orElse(NEVER);
    }

    /**
     * Decides as if the entry were what was seen.
     *
     * @param share the part of a number of slots that this instance has alone
     */
    SlotPlan plan(Question question, IntUnaryOperator share) {
        SlotEntry present = entry.without(question.dead());
        long others = present.numberOfOthers(holder);
        boolean apart = question.full() && seen == null;
        List<Boolean> answers = new ArrayList<>();
        int needed = held;
        for (Arrival arrival : question.arrivals()) {
            most = arrival.most();
            boolean fits = apart ? needed < share.applyAsInt(most) : others + needed < most;
            answers.add(fits && !unreadable);
            needed += fits && !unreadable ? 1 : 0;
        }
        int number = needed + (question.ends() ? 0 : ahead(needed, others));
        int own = entry.of(holder).map(Booking::number).orElse(0);
        boolean old = !question.covered() || question.nowMillis() - bookedMillis > AGAIN_MILLIS;
        boolean again = (old && needed > 0) || unsure || !question.dead().isEmpty();
        boolean swaps = !unreadable && !apart && (number != own || again);
        SlotEntry next = present.with(new Booking(holder, number, question.nowMillis()));
        // a review, which has no arrivals, has to know what others have
        boolean sure =
                needed <= booked && !answers.contains(false) && !answers.isEmpty() && isFresh(question.nowMillis());
        return new SlotPlan(question.arrivals(), answers, next, seen, number, swaps, sure, entry.others(holder));
    }

    /** As many again as requests begin to need, or as were needed lately, within half of all slots. */
    private int ahead(int needed, long others) {
        long room = most / 2 - others - needed;
        int useful = Math.max(needed > held ? needed : 0, Math.max(peak, peakBefore) - needed);
        return (int) Math.max(0, Math.min(room, useful));
    }

    /** {@code plan} is carried out from now on: what it gives to those who wait is not given to others meanwhile. */
    void begins(SlotPlan plan) {
        booked = Math.min(booked, plan.number() - plan.granted());
    }

    /**
     * What {@code plan} says holds now. Returns how many slots all instances had booked before.
     *
     * @param askedMillis when the grid was asked to make it so
     */
    long carriedOut(SlotPlan plan, long askedMillis, long nowMillis) {
        long before = inUse();
        if (plan.swaps()) {
            entry = plan.next();
            seen = entry.text();
            seenMillis = askedMillis;
            booked = plan.number();
            bookedMillis = entry.of(holder).map(Booking::millis).orElse(NEVER);
            unsure = false;
            crowded = false;
        } else if (unreadable) {
            unsure = false;
        } else {
            booked = entry.of(holder).map(Booking::number).orElse(0);
        }
        for (int i = plan.granted(); i > 0; i--) {
            hold();
        }
        if (plan.refuses()) {
            fullMillis = nowMillis;
            fullNumber = Math.max(held, booked) + entry.numberOfOthers(holder);
        }
        return before;
    }

    /** How many slots all instances have booked. */
    long inUse() {
        return entry.numberOfOthers(holder)
                + entry.of(holder).map(Booking::number).orElse(0);
    }

    /** Whether other instances, who do not know it, may not have anything booked ahead any more. */
    boolean endsAhead(long before, SlotPlan plan) {
        return !entry.others(holder).isEmpty() && (plan.refuses() || (before <= most / 2 && inUse() > most / 2));
    }

    /** Whether {@code before} was full, and what is booked now is not. */
    boolean hasMadeRoom(long before) {
        return before >= most && inUse() < most;
    }

    /** An operation failed. It may have been a swap that takes place nevertheless. */
    void failed(boolean swap) {
        stale = true;
        unsure |= swap;
    }
}
