package dev.weir.store.simulation;

import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A policy whose keys are on tiers.
 *
 * @param base has one limit for each window that any tier has, the largest; decides nothing
 * @param tiers the policy on each tier; the first one is that of a key that has no other
 */
record TieredPolicy(Policy base, Map<String, Policy> tiers) {

    private static final long[] SIZES = {1, 2, 5, 31, 40, 100, 300};
    private static final long[] WINDOWS = {1_000, 10_000, 60_000, 3_600_000};
    private static final long[] LONGER = {600_000, 3_600_000};
    private static final int MOST_TIERS = 3;

    static TieredPolicy of(boolean isDisturbed, Random random) {
        Algorithm algorithm = Algorithm.values()[random.nextInt(Algorithm.values().length)];
        long[] windows = isDisturbed && random.nextInt(4) > 0 ? LONGER : WINDOWS;
        long first = windows[random.nextInt(windows.length)];
        long second = first * (2 + random.nextInt(5));
        List<List<Limit>> tiers = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(MOST_TIERS - 1); i++) {
            List<Limit> own = new ArrayList<>();
            boolean hasSecond = random.nextInt(3) == 0;
            if (!hasSecond || random.nextBoolean()) {
                own.add(new Limit(permits(algorithm, 1, random), Duration.ofMillis(first)));
            }
            if (hasSecond) {
                own.add(new Limit(permits(algorithm, 3, random), Duration.ofMillis(second)));
            }
            tiers.add(own);
        }
        return of("tested", algorithm, tiers);
    }

    static TieredPolicy of(String name, Algorithm algorithm, List<List<Limit>> limits) {
        List<Limit> all = limits.stream().flatMap(List::stream).distinct().toList();
        Policy policy = Policy.of(name, algorithm, List.of());
        Map<String, Policy> tiers = new LinkedHashMap<>();
        for (List<Limit> own : limits) {
            tiers.put("tier-" + tiers.size(), policy.onTier(own, all));
        }
        return new TieredPolicy(policy.onTier(List.copyOf(largest(all)), all), tiers);
    }

    private static Collection<Limit> largest(List<Limit> all) {
        Map<Long, Limit> largest = new LinkedHashMap<>();
        for (Limit each : all) {
            largest.merge(each.windowMillis(), each, (one, other) -> one.permits() < other.permits() ? other : one);
        }
        return largest.values();
    }

    private static long permits(Algorithm algorithm, int times, Random random) {
        return Scenario.fewEnough(algorithm, times * (SIZES[random.nextInt(SIZES.length)] + random.nextInt(3)));
    }

    String name() {
        return base.name();
    }

    /** The policy on the tier of that name; without a name on the first. */
    Policy onTier(Optional<String> tier) {
        return tier.map(tiers::get).orElseGet(() -> tiers.values().iterator().next());
    }

    /** The largest number of permits that any tier has in a window. */
    long mostPermits() {
        return base.limits().stream().mapToLong(Limit::permits).max().orElseThrow();
    }

    String anyTier(Random random) {
        return "tier-" + random.nextInt(tiers.size());
    }

    /** Limits to set in place of those of the tiers: of a window that these have, or sometimes of a shorter one. */
    String anyLimits(Random random) {
        if (random.nextInt(12) == 0) {
            return "unlimited";
        }
        List<Limit> limits = base.limits();
        Limit like = limits.get(random.nextInt(limits.size()));
        // a window that no tier counts starts with all that is in use: how much a bucket has then is another question
        boolean isShorter = !base.algorithm().refillsContinuously() && random.nextInt(6) == 0;
        long window = isShorter ? Math.max(1_000, like.windowMillis() / 10) : like.windowMillis();
        return new Limit(permits(base.algorithm(), 1, random), Duration.ofMillis(window)).toString();
    }
}
