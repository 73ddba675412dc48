package dev.weir.store.cluster;

import dev.weir.core.Fallback;
import dev.weir.store.Roster;
import dev.weir.store.Rosters.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of one roster, which only grows, and what of it the grid may not have: because the fallback
 * admitted it, or because the grid lost it. Safe for use by many threads.
 */
final class KnownRoster {

    /** A roster can have grown above the most meanwhile, by a larger tier or an outage: then it is looked at again. */
    private static final long FULL_MILLIS = 1_000;

    /** All who are in, as far as this instance knows. */
    private volatile Roster known = Roster.EMPTY;
    /** Whether the grid has a text that another version of Weir wrote. */
    private volatile boolean unreadable;
    /** When the grid answered last. */
    private volatile long heardMillis = Long.MIN_VALUE;

    // guarded by this object
    /** When the grid got an entry of this instance last. */
    private long changedMillis = Long.MIN_VALUE;
    /** The text that the grid had when it was seen last, null for none. */
    private @Nullable String seen;
    /** How many of those who are known the grid had then. */
    private int settled;
    /** Goes up with everything that the grid may not have. */
    private long debts = 1;

    private long settledDebts;
    private long settlingDebts;

    /** A principal who waits for the grid. */
    record Arrival(String entry, int most, CompletableFuture<Answer> answer) {}

    /**
     * The answers to some arrivals, and the roster that makes them true.
     *
     * @param expected the text that the grid has to have, null for none
     * @param swaps whether {@code next} has to take its place
     */
    record Plan(
            List<Arrival> arrivals,
            List<Answer> answers,
            Roster next,
            @Nullable String expected,
            boolean swaps) {

        boolean refuses() {
            return answers.contains(Answer.FULL);
        }

        void answer() {
            for (int i = 0; i < answers.size(); i++) {
                arrivals.get(i).answer().complete(answers.get(i));
            }
        }
    }

    /** Decides from memory; {@code UNKNOWN} if only the grid can. */
    Answer look(String entry, int most, long nowMillis) {
        Roster present = known;
        if (present.has(entry)) {
            return Answer.ADMITTED;
        }
        boolean full = unreadable || present.size() >= most;
        return full && nowMillis - FULL_MILLIS < heardMillis ? Answer.FULL : Answer.UNKNOWN;
    }

    /**
     * Decides without the grid.
     *
     * @param sharers how many instances may be doing the same
     */
    synchronized Answer alone(String entry, int most, Fallback fallback, int sharers) {
        if (known.has(entry)) {
            return Answer.ADMITTED;
        }
        if (unreadable || known.size() >= most) {
            return Answer.FULL;
        }
        if (fallback == Fallback.CLOSED) {
            return Answer.UNKNOWN;
        }
        int share = Math.max(1, (most - settled) / sharers);
        if (fallback == Fallback.LOCAL && known.size() - settled >= share) {
            return Answer.SHARE_FULL;
        }
        known = known.with(entry);
        debts++;
        return Answer.ADMITTED;
    }

    /** The grid may have lost what it was seen to have after {@code sinceMillis}. */
    synchronized void verify(long sinceMillis) {
        if (changedMillis >= sinceMillis) {
            debts++;
        }
    }

    /** Whether principals are known whom the grid may not have. */
    synchronized boolean owes() {
        return known.size() > 0 && debts > settledDebts;
    }

    /** An operation begins, which settles all that is owed by now. Whether it need not read the grid first. */
    synchronized boolean trusts() {
        settlingDebts = debts;
        return debts == settledDebts;
    }

    /** The grid has {@code text}, null for none. */
    synchronized void take(@Nullable String text, long nowMillis) {
        heardMillis = nowMillis;
        seen = text;
        Optional<Roster> read = text == null ? Optional.of(Roster.EMPTY) : Roster.read(text);
        unreadable = read.isEmpty();
        // in the order of the grid, so that all instances mostly have the same
        known = read.map(roster -> roster.with(known)).orElse(known);
        settled = read.map(Roster::size).orElse(settled);
    }

    /** @param gridFull whether the grid takes in no roster that it does not have: this instance then keeps its own */
    synchronized Plan plan(List<Arrival> arrivals, boolean gridFull) {
        Roster next = known;
        List<Answer> answers = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            boolean in = next.has(arrival.entry());
            boolean fits = !unreadable && next.size() < arrival.most();
            answers.add(in || fits ? Answer.ADMITTED : Answer.FULL);
            if (fits && !in) {
                next = next.with(arrival.entry());
            }
        }
        boolean takesIn = !unreadable && !(seen == null && gridFull);
        return new Plan(arrivals, answers, next, seen, takesIn && !isHeld(next));
    }

    private boolean isHeld(Roster roster) {
        return roster.text().equals(seen == null ? Roster.EMPTY.text() : seen);
    }

    /** What {@code plan} says holds now: the grid had what it expected and, if it swaps, has its roster. */
    synchronized void carriedOut(Plan plan, long nowMillis) {
        if (plan.swaps()) {
            heardMillis = nowMillis;
            changedMillis = nowMillis;
            seen = plan.next().text();
            settled = plan.next().size();
        }
        known = plan.next().with(known);
        if (unreadable || isHeld(plan.next())) {
            settledDebts = settlingDebts;
        } else {
            debts++;
        }
    }
}
