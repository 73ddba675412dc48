package dev.weir.monitor;

import dev.weir.engine.PolicyDecision;
import dev.weir.metrics.SampledDecisions;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands decisions over to the thread that counts them by key. The first thousands of a second are all handed over; of
 * those after them, one by chance that stands for 64 or more; a refusal that begins a block always. A request never
 * waits and takes no lock: what finds no room is left out, and its number is known. Safe for use by many threads.
 */
final class DecisionWatch implements SampledDecisions {

    /** Decisions of a second that are handed over without choice. */
    static final int EXACT = 10_000;
    /** The smallest weight of a decision that was chosen, a power of two. */
    static final int LEAST_WEIGHT = 64;
    /** Decisions that wait to be counted. */
    static final int MOST_WAITING = 24_576;

    /** As many are to be chosen in a second. */
    private static final long CHOSEN = 4_000;

    private static final int LARGEST_WEIGHT = 1 << 20;
    private static final int STRIPES = 64;
    /** Numbers in a line of the cache. */
    private static final int STRIDE = 16;

    private final ConcurrentLinkedQueue<Handed> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger handed = new AtomicInteger();
    private final LongAdder missed = new LongAdder();
    /** Not volatile, and not exact: to hand over some more does no harm, because each stands for itself. */
    private int exactLeft = EXACT;
    /** What a chosen decision stands for, as how many bits of chance are zero. Not volatile: a little later will do. */
    private int bits = bitsOf(LEAST_WEIGHT);
    /**
     * The chance of some threads in each sixteenth place, so that few share a line of the cache. Two that do may draw
     * the same, which does no harm; {@link ThreadLocalRandom} itself would take twice the time.
     */
    private final int[] chance =
            ThreadLocalRandom.current().ints((long) STRIPES * STRIDE).toArray();

    /** What was missed until the last call of {@link #drain}; used there only. */
    private long lastMissed;

    /** A decision on its way; its weight is 0 if only the block counts that it begins. */
    private record Handed(PolicyDecision decision, int weight) {}

    @Override
    public void decided(PolicyDecision decision) {
        decided(decision, draw());
    }

    @Override
    public void decided(PolicyDecision decision, int drawn) {
        if (!decision.acquired()) {
            // another policy refused the request: this one took nothing
            return;
        }
        int left = exactLeft;
        if (left > 0) {
            exactLeft = left - 1;
            hand(decision, 1);
            return;
        }
        int chosen = bits;
        if (drawn >>> (Integer.SIZE - chosen) == 0) {
            hand(decision, 1 << chosen);
        } else if (!decision.isCharged() && decision.beginsBlock()) {
            hand(decision, 0);
        }
    }

    /** A linear congruential generator, whose upper bits are good enough: Knuth's and Lewis's. */
    private int draw() {
        int place = ((int) Thread.currentThread().getId() & STRIPES - 1) * STRIDE;
        int drawn = chance[place] * 1_664_525 + 1_013_904_223;
        chance[place] = drawn;
        return drawn;
    }

    private void hand(PolicyDecision decision, int weight) {
        if (handed.get() < MOST_WAITING) {
            handed.incrementAndGet();
            waiting.add(new Handed(decision, weight));
        } else {
            // a block alone counts no request; that it is not known counts here
            missed.add(Math.max(1, weight));
        }
    }

    /** Called once a second: passes what waits to {@code counting}, each decision with its weight. */
    void drain(ObjIntConsumer<PolicyDecision> counting) {
        long before = missed.sum();
        long sum = before - lastMissed;
        lastMissed = before;
        // no more than wait now: requests go on handing over
        for (int i = handed.get(); i > 0; i--) {
            @Nullable Handed next = waiting.poll();
            if (next == null) {
                break;
            }
            handed.decrementAndGet();
            sum += next.weight;
            counting.accept(next.decision, next.weight);
        }
        bits = bitsOf(weightFor(sum));
        exactLeft = EXACT;
    }

    private static int bitsOf(int weight) {
        return Integer.numberOfTrailingZeros(weight);
    }

    private static int weightFor(long decisions) {
        int weight = LEAST_WEIGHT;
        while (weight < LARGEST_WEIGHT && decisions / weight > CHOSEN) {
            weight *= 2;
        }
        return weight;
    }

    /** Decisions that found no room so far, and are counted nowhere. */
    long missed() {
        return missed.sum();
    }
}
