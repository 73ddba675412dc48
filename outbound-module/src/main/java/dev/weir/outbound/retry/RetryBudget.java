package dev.weir.outbound.retry;

import dev.weir.outbound.settings.Portion;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many retries there are for the calls of one policy, over all instances, so that retries do not make a failure of
 * the other side worse. Each call pays a portion of a retry into it, each retry takes one out. It begins with
 * {@value #START} retries, because a policy with few calls needs some too, and saves up at most {@value #MOST}. What
 * was paid and taken more than ten minutes ago does not count.
 *
 * <p>So of <i>n</i> calls that all fail, at most a portion of <i>n</i> and {@value #START} retries for each ten minutes
 * are repeated, or {@value #MOST} after better times.
 *
 * <p>Between two exchanges with the others, an instance uses its part of what was left at the first, and what its own
 * calls pay. Safe for use by many threads.
 */
public final class RetryBudget {

    /** One retry in the unit of the budget, which is that of a {@link Portion}. */
    static final long RETRY = 10_000;

    private static final int START = 10;
    private static final int MOST = 40;

    private final Portion portion;
    private final String instance;
    private final InstantSource clock;

    private final SortedMap<Long, BudgetShare.Slice> own = new TreeMap<>();
    private final Map<String, BudgetShare> others = new HashMap<>();

    /** The slice in which {@link #available} was counted. */
    private long slice = Long.MIN_VALUE;
    /** What this instance can still use, in ten-thousandths of a retry; below zero if it used too much. */
    private long available;

    /**
     * A budget of which nothing is used.
     *
     * @param portion of a retry that each call pays
     * @param instance tells this instance from the others, without {@code ;} and {@code :}
     * @param clock the time of the cluster
     */
    public RetryBudget(Portion portion, String instance, InstantSource clock) {
        this.portion = portion;
        this.instance = instance;
        this.clock = clock;
    }

    /** Counts a call, however often it will be sent. */
    public synchronized void called() {
        turn();
        long paid = Math.min(portion.hundredths(), MOST * RETRY - available);
        if (paid > 0) {
            available += paid;
            own.merge(slice, new BudgetShare.Slice(paid, 0), RetryBudget::sum);
        }
    }

    /** Takes a retry, if there is one. */
    public synchronized boolean tryRetry() {
        turn();
        if (portion.hundredths() == 0 || available < RETRY) {
            return false;
        }
        available -= RETRY;
        own.merge(slice, new BudgetShare.Slice(0, 1), RetryBudget::sum);
        return true;
    }

    private static BudgetShare.Slice sum(BudgetShare.Slice one, BudgetShare.Slice other) {
        return new BudgetShare.Slice(one.paid() + other.paid(), one.retries() + other.retries());
    }

    /** What this instance has done, for {@link #merge} of the others. */
    public synchronized String text() {
        turn();
        return share().text();
    }

    /** Learns what another instance has done. A text of this instance, or of nothing, changes nothing. */
    public synchronized void merge(String text) {
        BudgetShare.read(text)
                .filter(share -> !share.instance().equals(instance))
                .ifPresent(share -> {
                    others.merge(share.instance(), share, BudgetShare::merge);
                    recount(now());
                });
    }

    /** Begins another slice if it is time. A clock that goes back changes nothing. */
    private void turn() {
        long now = now();
        if (now > slice) {
            recount(now);
        }
    }

    private long now() {
        return Math.max(slice, Math.floorDiv(clock.millis(), BudgetShare.SLICE_MILLIS));
    }

    private BudgetShare share() {
        return new BudgetShare(instance, own);
    }

    private void recount(long now) {
        slice = now;
        own.headMap(now - BudgetShare.SLICES + 1).clear();
        others.replaceAll((name, share) -> share.since(now));
        others.values().removeIf(share -> !share.counts(now));
        long left = START * RETRY + share().left(now);
        for (BudgetShare share : others.values()) {
            left += share.left(now);
        }
        // with more instances than retries, each may still use one: a call is seldom alone to fail
        long part = left / (others.size() + 1);
        available = left >= RETRY ? Math.max(RETRY, part) : part;
    }
}
