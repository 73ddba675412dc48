package dev.weir.store.simulation;

import dev.weir.CalendarWindow;
import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Fallback;
import dev.weir.core.Policy;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What a {@link Simulation} is a run of.
 *
 * @param troubles what goes wrong; nothing, one thing or two at once
 * @param policies one that is tested, and sometimes another that requests have to pass too
 * @param skewMillis by how much clocks are ahead or behind at most
 * @param resets whether keys are reset while the trouble lasts
 * @param stops whether instances that are replaced are stopped, not killed
 */
record Scenario(
        Size size, Set<Trouble> troubles, List<Policy> policies, long skewMillis, boolean resets, boolean stops) {

    /** Requests of a usual run, for one key. */
    static final int USUAL_REQUESTS = 900;

    static final Size USUAL = new Size(2, 5, 1, 3, USUAL_REQUESTS);

    /** What goes wrong in a run. */
    enum Trouble {
        /** Answers come after nobody waits for them any more, but they come. */
        LATENESS,
        /** Messages get lost. */
        LOSS,
        /** Members freeze for a while. */
        FREEZES,
        /** Members are killed, with what they had not backed up, and others started in their place. */
        KILLS,
        /** Some members do not see the others for a while. */
        SPLIT,
        /** Members die just after they made a swap, which their backups have: it is made again. */
        DEATHS,
        /** The grid has no room for more keys. */
        FULL
    }

    /** How much of everything there is at least, and at most. */
    record Size(int fewestNodes, int mostNodes, int fewestKeys, int mostKeys, int requests) {

        /** Limits grow with the instances that share them. */
        int permitsFactor() {
            return Math.max(1, mostNodes / USUAL.mostNodes);
        }
    }

    static Scenario of(long seed, Size size, Random random) {
        Set<Trouble> troubles = troubles(seed);
        boolean disturbed = !troubles.isEmpty();
        long skew = !disturbed && random.nextBoolean() ? random.nextInt(10) : 0;
        boolean mayReset =
                disturbed && EnumSet.of(Trouble.LATENESS, Trouble.FREEZES).containsAll(troubles);
        boolean resets = mayReset && random.nextInt(3) == 0;
        List<Policy> policies = new ArrayList<>();
        policies.add(policy("tested", size, troubles, resets, random));
        if (random.nextInt(5) == 0) {
            policies.add(policy("other", size, troubles, resets, random));
        }
        if (isByCalendar(seed)) {
            policies.replaceAll(Scenario::byCalendar);
        }
        return new Scenario(size, troubles, policies, skew, resets, !disturbed && random.nextBoolean());
    }

    /**
     * Every fourth run is an undisturbed one, which has the strictest promises; of the others one in four has two
     * troubles.
     */
    static Set<Trouble> troubles(long seed) {
        Trouble[] all = Trouble.values();
        if (seed % 4 == 0) {
            return EnumSet.noneOf(Trouble.class);
        }
        long number = seed / 4 * 3 + seed % 4 - 1;
        Trouble first = all[(int) (number % all.length)];
        long round = number / all.length;
        return round % 4 == 3 ? EnumSet.of(first, all[(int) (round / 4 % all.length)]) : EnumSet.of(first);
    }

    /** Whether limits are per calendar minute and hour where that is possible. */
    static boolean isByCalendar(long seed) {
        return seed / 4 % 2 == 0;
    }

    /** The same policy per calendar minute and hour; of other algorithms, only limits beside the first one. */
    private static Policy byCalendar(Policy policy) {
        List<Limit> limits = new ArrayList<>(policy.limits());
        for (int i = 0; i < limits.size(); i++) {
            boolean fits = policy.algorithm() == Algorithm.FIXED_WINDOW
                    || (i > 0 && policy.algorithm() == Algorithm.SLIDING_WINDOW);
            limits.set(i, fits ? byCalendar(limits.get(i)) : limits.get(i));
        }
        return policy.onTier(limits, List.of());
    }

    /** In UTC, whose minutes and hours are those of the simulated time. */
    static Limit byCalendar(Limit limit) {
        for (CalendarWindow.Unit unit : List.of(CalendarWindow.Unit.MINUTE, CalendarWindow.Unit.HOUR)) {
            if (limit.windowMillis() == unit.longestMillis()) {
                return new Limit(limit.permits(), new CalendarWindow(unit, ZoneOffset.UTC));
            }
        }
        return limit;
    }

    boolean isUndisturbed() {
        return troubles.isEmpty();
    }

    boolean has(Trouble trouble) {
        return troubles.contains(trouble);
    }

    /** Whether {@code trouble} is all that goes wrong. */
    boolean hasOnly(Trouble trouble) {
        return has(trouble) && troubles.size() == 1;
    }

    Policy policy() {
        return policies.get(0);
    }

    private static Policy policy(String name, Size size, Set<Trouble> troubles, boolean resets, Random random) {
        Algorithm algorithm = Algorithm.values()[random.nextInt(Algorithm.values().length)];
        List<Limit> limits = new ArrayList<>();
        Limit limit = limit(algorithm, size, !troubles.isEmpty(), resets, random);
        limits.add(limit);
        if (random.nextInt(4) == 0) {
            long windowMillis = limit.windowMillis() * (2 + random.nextInt(20));
            long permits = fewEnough(algorithm, limit.permits() * (1 + random.nextInt(4)));
            limits.add(new Limit(permits, Duration.ofMillis(windowMillis)));
        }
        boolean blocks = random.nextInt(6) == 0;
        long block = blocks ? 1 + random.nextLong(Math.min(2 * limit.windowMillis(), 3_600_000)) : 0;
        Fallback fallback = fallback(troubles, random);
        return Policy.of(name, algorithm, limits).withFallback(fallback).withBlock(rule(block, limit, random));
    }

    /** Blocks that begin after one refusal or several, grow or not, and forgive or not. */
    private static BlockRule rule(long millis, Limit limit, Random random) {
        if (millis == 0) {
            return BlockRule.NONE;
        }
        int after = random.nextBoolean() ? 1 : 2 + random.nextInt(6);
        long within = 1 + random.nextLong(2 * limit.windowMillis());
        int factor = random.nextBoolean() ? BlockRule.CONSTANT : BlockRule.CONSTANT + random.nextInt(250);
        long memory = 1 + random.nextLong(10 * limit.windowMillis());
        long max = millis * (1 + random.nextInt(20));
        return new BlockRule(millis, after, within, factor, memory, max, random.nextInt(3) == 0);
    }

    private static Fallback fallback(Set<Trouble> troubles, Random random) {
        boolean others = !troubles.isEmpty() && random.nextInt(6) == 0;
        return others ? random.nextBoolean() ? Fallback.CLOSED : Fallback.OPEN : Fallback.LOCAL;
    }

    private static Limit limit(Algorithm algorithm, Size size, boolean disturbed, boolean resets, Random random) {
        long[] windows = {20, 500, 1_000, 1_777, 10_000, 60_000, 3_600_000, 86_400_000};
        long[] longer = {600_000, 3_600_000, 86_400_000};
        long[] windowsHere = !disturbed || random.nextInt(5) == 0 ? windows : longer;
        long[] sizes = resets ? new long[] {2, 5, 15, 29} : new long[] {1, 2, 5, 31, 40, 100, 300, 1_000};
        long permits =
                fewEnough(algorithm, size.permitsFactor() * (sizes[random.nextInt(sizes.length)] + random.nextInt(3)));
        Limit made = new Limit(permits, Duration.ofMillis(windowsHere[random.nextInt(windowsHere.length)]));
        boolean ownBurst = algorithm.refillsContinuously() && random.nextBoolean();
        return ownBurst ? made.withBurst(1 + random.nextInt((int) permits * 2)) : made;
    }

    /** {@code permits}, or as many as {@code algorithm} can count. */
    static long fewEnough(Algorithm algorithm, long permits) {
        return algorithm == Algorithm.SLIDING_LOG ? Math.min(permits, Algorithm.MOST_OF_LOG) : permits;
    }
}
