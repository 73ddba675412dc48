package dev.weir.config;

import dev.weir.Limit;
import dev.weir.Scope;
import dev.weir.config.Property.OfPolicy;
import dev.weir.config.rule.KeyRule;
import dev.weir.config.source.PropertySource;
import dev.weir.core.Policy;
import dev.weir.text.Suggestion;
import dev.weir.text.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the tiers, and the limits and members that policies have on them. */
final class TierReader {

    /** Callers of one key have the same roles. */
    private static final Set<Scope> OF_ONE_CALLER = Set.of(Scope.USER, Scope.CLIENT, Scope.ANONYMOUS);

    /** Up to that many members a roster is small enough to be swapped as a whole. */
    private static final int MOST_MEMBERS = 1_000;

    private static final int MOST_AT_ONCE = 1_000_000;

    private static final String UNLIMITED = "unlimited";

    private final PropertySource source;
    private final Set<String> policies;
    private final Problems problems;
    private final Set<String> names = new LinkedHashSet<>();

    /** @param policies the names of all policies */
    TierReader(PropertySource source, Set<String> policies, Problems problems) {
        this.source = source;
        this.policies = policies;
        this.problems = problems;
        for (String name :
                source.get(Property.TIERS.fullName()).map(Values::list).orElse(List.of())) {
            if (Values.isName(name)) {
                names.add(name);
            } else {
                problems.add(Property.TIERS.fullName(), "a name must match [a-z][a-z0-9-]{0,62}", name);
            }
        }
    }

    /** The names of all tiers, in their order. */
    Set<String> names() {
        return names;
    }

    /** The tiers, and who is on them. */
    Settings.Tiers read() {
        Map<String, List<String>> roles = new LinkedHashMap<>();
        for (String tier : names) {
            source.get(Property.rolesOf(tier)).map(Values::list).ifPresent(listed -> roles.put(tier, listed));
        }
        Optional<String> configured = source.get(Property.TIER_DEFAULT.fullName());
        configured
                .filter(tier -> !names.contains(tier))
                .ifPresent(tier -> problems.add(
                        Property.TIER_DEFAULT.fullName(),
                        "is none of " + Property.TIERS.fullName() + Suggestion.of(tier, names),
                        tier));
        return new Settings.Tiers(
                List.copyOf(names),
                configured.or(() -> names.stream().findFirst()).orElse(""),
                roles);
    }

    /** A property by which callers are on tiers because of their roles, so that one key can have callers on several. */
    private Optional<String> propertyOfRoles() {
        return names.stream()
                .map(Property::rolesOf)
                .filter(property -> source.get(property).isPresent())
                .findFirst();
    }

    /** Whether the configuration mentions {@code policy} on any tier. */
    boolean mention(String policy) {
        return haveLimitsOf(policy)
                || names.stream()
                        .flatMap(tier ->
                                Stream.of(OfPolicy.membersOn(tier, policy), OfPolicy.concurrencyOn(tier, policy)))
                        .anyMatch(property -> source.get(property).isPresent());
    }

    /** Whether {@code policy} has limits on any tier. */
    boolean haveLimitsOf(String policy) {
        return names.stream()
                .anyMatch(tier -> source.get(OfPolicy.limitOn(tier, policy)).isPresent());
    }

    /** Adds the problems of what {@code policy} has on tiers, also where its own limits are a problem already. */
    void check(String policy, Function<String, List<Limit>> limits, boolean hasConcurrency) {
        for (String tier : names) {
            String property = OfPolicy.limitOn(tier, policy);
            source.get(property).ifPresent(text -> problems.read(property, text, limits));
            String atOnce = OfPolicy.concurrencyOn(tier, policy);
            if (!hasConcurrency) {
                source.get(atOnce)
                        .ifPresent(text ->
                                problems.add(atOnce, "needs " + OfPolicy.CONCURRENCY.of(policy) + " too", text));
            }
        }
    }

    /** How many requests of one key of {@code policy} may be in progress; empty if {@code text} is a problem. */
    Optional<Integer> concurrency(String policy, String origin, String text) {
        String refused = policy + Policy.CONCURRENCY;
        if (policies.contains(refused)) {
            problems.add(origin, "what it refuses would have the name of policy \"" + refused + '"', text);
        }
        return problems.read(origin, text, each -> (int) Values.number(each, 1, MOST_AT_ONCE));
    }

    /**
     * The policy on each tier; empty if it is the same on all. On a tier without limits of its own, or without a
     * concurrency of its own, it has those of {@code policy}.
     *
     * @param limits reads limits
     */
    Map<String, Policy> tiersOf(Policy policy, KeyRule key, Function<String, List<Limit>> limits) {
        Map<String, Policy> limited = haveLimitsOf(policy.name()) ? limitedOn(policy, key, limits) : Map.of();
        Map<String, Policy> tiers = new LinkedHashMap<>(limited);
        for (String tier : names) {
            String property = OfPolicy.concurrencyOn(tier, policy.name());
            source.get(property)
                    .filter(text -> policy.concurrency().isPresent())
                    .flatMap(text -> concurrency(policy.name(), property, text))
                    .ifPresent(most ->
                            tiers.put(tier, limited.getOrDefault(tier, policy).withConcurrency(most)));
        }
        return tiers;
    }

    private Map<String, Policy> limitedOn(Policy policy, KeyRule key, Function<String, List<Limit>> limits) {
        checkBucket(policy, key);
        Map<String, List<Limit>> own = new LinkedHashMap<>();
        List<Limit> all = new ArrayList<>(policy.limits());
        for (String tier : names) {
            String property = OfPolicy.limitOn(tier, policy.name());
            List<Limit> read = source.get(property)
                    .flatMap(text -> problems.read(property, text, limits.andThen(each -> checked(policy, each))))
                    .orElse(policy.limits());
            own.put(tier, read);
            all.addAll(read);
        }
        List<Limit> distinct = all.stream().distinct().toList();
        Map<String, Policy> tiers = new LinkedHashMap<>();
        own.forEach((tier, read) -> tiers.put(tier, policy.onTier(read, distinct)));
        return tiers;
    }

    /**
     * The most members of a tenant on each tier where there is a limit. All problems of them are recorded.
     *
     * @param ofTenants whether the keys of {@code policy} are tenants; no others have members
     */
    Map<String, Integer> membersOf(String policy, boolean ofTenants) {
        Map<String, Integer> members = new LinkedHashMap<>();
        for (String tier : names) {
            String property = OfPolicy.membersOn(tier, policy);
            source.get(property).ifPresent(text -> {
                if (!ofTenants) {
                    problems.add(property, "only a policy of scope tenant has members", text);
                } else if (policies.contains(policy + PolicySettings.MEMBERS)) {
                    problems.add(
                            property,
                            "what it refuses would have the name of policy \"" + policy + PolicySettings.MEMBERS + '"',
                            text);
                } else if (!text.equals(UNLIMITED)) {
                    problems.read(property, text, TierReader::members).ifPresent(most -> members.put(tier, most));
                }
            });
        }
        return members;
    }

    private static int members(String text) {
        try {
            return (int) Values.number(text, 1, MOST_MEMBERS);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", or " + UNLIMITED, e);
        }
    }

    /** {@code policy}, which counts as its tiers do. */
    Policy base(Policy policy, Map<String, Policy> onTiers) {
        return policy.onTier(policy.limits(), onTiers.values().iterator().next().others());
    }

    private static List<Limit> checked(Policy policy, List<Limit> limits) {
        return policy.onTier(limits, List.of()).checked().limits();
    }

    /**
     * A bucket drains by the limit of who asks: callers on several tiers would drain it for each other. Windows count
     * the same for all.
     */
    private void checkBucket(Policy policy, KeyRule key) {
        boolean shared = !(key instanceof KeyRule.ByScope byScope && OF_ONE_CALLER.contains(byScope.scope()));
        if (shared && policy.algorithm().refillsContinuously()) {
            propertyOfRoles()
                    .ifPresent(roles -> problems.add(
                            OfPolicy.ALGORITHM.of(policy.name()),
                            "callers of one key can be on several tiers by " + roles + ", which only windows can count",
                            "token-bucket"));
        }
    }
}
