package dev.weir.config;

import dev.weir.config.Property.OfPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds what a policy says about limits that it does not have, because it has a {@code concurrency} alone.
 *
 * @param find the value of a property of the policy, and its origin
 */
record WithoutLimits(Problems problems, Function<OfPolicy, Optional<PolicyReader.Found>> find) {

    private static final List<OfPolicy> OF_LIMITS = List.of(
            OfPolicy.ALGORITHM, OfPolicy.BURST, OfPolicy.BLOCK, OfPolicy.COUNT, OfPolicy.COST, OfPolicy.ADAPTIVE);

    /** Records a problem for each of them, also for a cost at one of the sites that {@code declared} the policy. */
    void check(String name, List<Declaration> declared) {
        String rule = "needs " + OfPolicy.LIMIT.of(name) + ": a concurrency alone counts no permits";
        for (OfPolicy property : OF_LIMITS) {
            find.apply(property).ifPresent(found -> problems.add(found.origin(), rule, found.text()));
        }
        for (Declaration each : declared) {
            if (each.cost() > 1) {
                problems.add(each.site() + ": " + OfPolicy.COST.suffix(), rule, String.valueOf(each.cost()));
            }
        }
    }
}
