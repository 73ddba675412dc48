package dev.weir.store.cluster;

import dev.weir.Key;
import dev.weir.Source;
import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import dev.weir.store.grid.Grid;
import dev.weir.text.LimitReader;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Decisions that an instance makes before its first request, so that this does not wait until classes are loaded and
 * code is compiled, here and at the members that have the counters. They are about a few hundred counters of their own,
 * the same for all instances, in the cache of the noticeboard.
 *
 * <p>Ends after two seconds at the latest, and sooner if the cluster is silent. Never fails.
 */
public final class WarmUp {

    /** The counters are found under what this begins. */
    static final String PREFIX = "warm-up ";

    /** That many texts reach nine of ten of Hazelcast's 271 partitions. */
    static final int NEW = 600;
    /** How often the other kinds of decisions are made. */
    static final int OTHERS = 50;

    private static final long MOST_MILLIS = 2_000;
    /** The part of the time that one decision can take. */
    private static final int MOST_EACH = 7;
    /** A member that has just joined makes some wait. Fewer than open a circuit, which would be logged. */
    private static final int MOST_UNANSWERED = 4;

    private static final System.Logger LOG = System.getLogger(WarmUp.class.getName());

    /** Admits all: each decision swaps, and a key that is hot has a lease. */
    private static final Policy ADMITTING = policy("1000000/1m");
    /** Refuses most. */
    private static final Policy REFUSING = policy("1/1s");

    private final CounterStore store;
    private final long mostMillis;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private int decisions;
    private int unanswered;

    private WarmUp(CounterStore store, long mostMillis, LongSupplier nanoTime) {
        this.store = store;
        this.mostMillis = mostMillis;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    private static Policy policy(String limit) {
        return Policy.of("warm-up", Algorithm.SLIDING_WINDOW, LimitReader.readAll(limit));
    }

    /**
     * Makes the decisions.
     *
     * @param opening makes a store on a grid, with {@link #text} for the text of its counters; it is not closed
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public static void run(Grid grid, Function<Grid, CounterStore> opening, LongSupplier nanoTime) {
        run(grid, opening, MOST_MILLIS, nanoTime);
    }

    static void run(Grid grid, Function<Grid, CounterStore> opening, long mostMillis, LongSupplier nanoTime) {
        try {
            WarmUp warmUp = new WarmUp(opening.apply(new ScratchGrid(grid)), mostMillis, nanoTime);
            boolean all = warmUp.decideAll();
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "warmed up by {0} decisions, {1} without an answer, all in time: {2}",
                    warmUp.decisions,
                    warmUp.unanswered,
                    all);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.DEBUG, "not warmed up", e);
        }
    }

    /** The texts of the counters that are decided about, where {@code text} makes those of all others. */
    public static Function<CounterId, String> text(Function<CounterId, String> text) {
        return id -> PREFIX + text.apply(id);
    }

    /**
     * About counters that are new; beside the first ones also all others, for which a slow machine may have no time.
     */
    private boolean decideAll() {
        for (int i = 0; i < NEW; i++) {
            boolean goesOn = decide(ADMITTING, "admitted " + i) && (i >= OTHERS || decideOthers(i));
            if (!goesOn) {
                return false;
            }
        }
        return true;
    }

    /** About a counter that is known, one that is hot, and one that is used up. */
    private boolean decideOthers(int number) {
        return decide(ADMITTING, "admitted " + number)
                && decide(ADMITTING, "hot")
                && decide(REFUSING, "refused " + number)
                && decide(REFUSING, "refused " + number);
    }

    /** Makes a decision; whether to go on. */
    private boolean decide(Policy policy, String key) {
        long left = mostMillis - TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanos);
        if (left <= 0 || unanswered >= MOST_UNANSWERED) {
            return false;
        }
        WaitBudget budget = new WaitBudget(Math.min(left, Math.max(1, mostMillis / MOST_EACH)), nanoTime);
        StoreResult result = store.apply(new CounterId(policy, Key.of(key)), new Change.Acquire(1), () -> budget);
        decisions++;
        boolean answered = result instanceof StoreResult.Decided decided && decided.source() != Source.LOCAL;
        unanswered += answered ? 0 : 1;
        return true;
    }
}
