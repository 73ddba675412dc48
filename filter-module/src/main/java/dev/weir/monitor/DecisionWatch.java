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
    static final int EXACT = 2_000;
    /** The smallest weight of a decision that was chosen, a power of two. */
    static final int LEAST_WEIGHT = 64;
    /** Decisions that wait to be counted. */
    static final int MOST_WAITING = 16_384;

    /** As many are to be chosen in a second. */
    private static final long CHOSEN = 4_000;

    private static final int LARGEST_WEIGHT = 1 << 20;

    private final ConcurrentLinkedQueue<Handed> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger handed = new AtomicInteger();
    private final LongAdder missed = new LongAdder();
    /** Not volatile, and not exact: to hand over some more does no harm, because each stands for itself. */
    private int exactLeft = EXACT;
    /** What a chosen decision stands for, as how many bits of chance are zero. Not volatile: a little later will do. */
    private int bits = bitsOf(LEAST_WEIGHT);
    /** What was missed until the last call of {@link #drain}; used there only. */
    private long lastMissed;

    /** A decision on its way; its weight is 0 if only the block counts that it begins. */
    private record Handed(PolicyDecision decision, int weight) {}

    @Override
    public void decided(PolicyDecision decision) {
        if (!decision.acquired()) {
            // another policy refused the request: this one took nothing
            return;
        }
        if (exactLeft > 0) {
            look(decision, 1);
            return;
        }
        int chosen = bits;
        if (ThreadLocalRandom.current().nextInt(1 << chosen) == 0) {
            hand(decision, 1 << chosen);
        } else if (!decision.isCharged() && decision.beginsBlock()) {
            hand(decision, 0);
        }
    }

    /** By the geometric distribution: each decision is chosen by the same chance, as {@link #decided} does. */
    @Override
    public Gap gap() {
        if (exactLeft > 0) {
            return new Gap(0, 1);
        }
        int weight = 1 << bits;
        double chance = ThreadLocalRandom.current().nextDouble();
        return new Gap((int) (Math.log1p(-chance) / Math.log1p(-1.0 / weight)), weight);
    }

    @Override
    public void look(PolicyDecision decision, int weight) {
        if (weight == 1) {
            exactLeft--;
        }
        hand(decision, weight);
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
