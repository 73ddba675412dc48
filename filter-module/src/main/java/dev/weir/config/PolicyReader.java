package dev.weir.config;

import dev.weir.Limit;
import dev.weir.Scope;
import dev.weir.config.Property.OfPolicy;
import dev.weir.config.rule.AdaptiveRule;
import dev.weir.config.rule.CostRule;
import dev.weir.config.rule.CountRule;
import dev.weir.config.rule.Disclosure;
import dev.weir.config.rule.KeyRule;
import dev.weir.config.rule.LoginRule;
import dev.weir.config.rule.TenantRule;
import dev.weir.config.source.PropertySource;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Fallback;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.match.PathPattern;
import dev.weir.text.LimitReader;
import dev.weir.text.Values;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads policies one by one: from the configuration, else from the declarations of sites, else from the built-in
 * defaults.
 */
final class PolicyReader {

    /** The policies that exist without any configuration. */
    private static final Map<String, Map<OfPolicy, String>> BUILT_IN = Map.of(
            "anonymous", Map.of(OfPolicy.LIMIT, "100/1h", OfPolicy.SCOPE, "anonymous"),
            "user", Map.of(OfPolicy.LIMIT, "1000/1h", OfPolicy.SCOPE, "user"),
            "login", Map.of(OfPolicy.LIMIT, "5/1m", OfPolicy.SCOPE, "login"));

    private final PropertySource source;
    private final List<Declaration> declarations;
    private final Optional<TenantRule> tenants;
    private final TierReader tiers;
    private final ZoneId zone;
    private final Optional<String> containerLogins;
    private final Problems problems;

    /**
     * @param tenants the rule for the tenant of a request, without which no policy can have that scope
     * @param tiers the limits on tiers
     * @param zone the time zone of calendar windows
     * @param containerLogins the policy of the logins that the container makes, if they are counted
     */
    PolicyReader(
            PropertySource source,
            List<Declaration> declarations,
            Optional<TenantRule> tenants,
            TierReader tiers,
            ZoneId zone,
            Optional<String> containerLogins,
            Problems problems) {
        this.source = source;
        this.declarations = declarations;
        this.tenants = tenants;
        this.tiers = tiers;
        this.zone = zone;
        this.containerLogins = containerLogins;
        this.problems = problems;
    }

    /** The values of {@code count}. */
    private enum Counting {
        ALL,
        FAILURES,
        SUCCESSES
    }

    /** A value and its origin, for messages. */
    record Found(String origin, String text) {}

    /** Adds the problem that a declared name is not valid as the name of a policy. */
    void badName(String name) {
        for (Declaration declaration : declarationsOf(name)) {
            problems.add(declaration.site(), "a policy's name must match [a-z][a-z0-9-]{0,62}", name);
        }
    }

    /** The policy called {@code name}; empty if it has a problem, which is recorded. */
    Optional<PolicySettings> read(String name) {
        List<Declaration> declared = declarationsOf(name);
        boolean agreed = new DeclaredPolicy(name, declared).agrees(problems);
        Function<OfPolicy, Optional<Found>> own = property -> find(name, property, declared);
        Optional<Found> limit = find(name, OfPolicy.LIMIT, declared);
        Optional<Found> atOnce = find(name, OfPolicy.CONCURRENCY, declared);
        if (limit.isEmpty() && atOnce.isEmpty()) {
            problems.add(OfPolicy.LIMIT.of(name), missingLimit(declared));
        } else if (limit.isEmpty() && !tiers.haveLimitsOf(name)) {
            new WithoutLimits(problems, own).check(name, declared);
        }
        Optional<List<Limit>> parsed = limit.isEmpty() && atOnce.isPresent()
                ? Optional.of(List.of())
                : limit.flatMap(
                        found -> problems.read(found.origin(), found.text(), text -> LimitReader.readAll(text, zone)));
        Optional<Integer> concurrency = atOnce.flatMap(found -> tiers.concurrency(name, found.origin(), found.text()));
        List<Limit> counted = parsed.orElse(List.of());
        Algorithm algorithm = value(name, OfPolicy.ALGORITHM, declared, text -> algorithm(text, counted))
                .orElseGet(() -> defaultAlgorithm(counted));
        Optional<List<Limit>> limits = value(name, OfPolicy.BURST, declared, text -> burst(text, algorithm, parsed))
                .or(() -> parsed);
        KeyReader keys = new KeyReader(problems, source, tenants, own);
        KeyRule key = keys.read(name, declared);
        Mode mode = choice(name, OfPolicy.MODE, declared, Mode.class);
        int rollout =
                value(name, OfPolicy.ROLLOUT, declared, Values::percentage).orElse(Policy.ALL_KEYS);
        Fallback fallback = choice(name, OfPolicy.FALLBACK, declared, Fallback.class);
        BlockRule block = new BlockReader(problems, own).read(limits.orElse(List.of()));
        Optional<CostRule> cost = value(name, OfPolicy.COST, declared, CostRule::read);
        Disclosure disclosure = find(name, OfPolicy.DISCLOSURE, declared).isPresent()
                ? choice(name, OfPolicy.DISCLOSURE, declared, Disclosure.class)
                : defaultDisclosure(key);
        CountRule count = count(name, declared);
        List<PathPattern> match =
                value(name, OfPolicy.MATCH, declared, PathPattern::parseAll).orElse(List.of());
        Optional<LoginRule> login = new LoginReader(problems, own)
                .read(key, count, !declared.isEmpty() || !match.isEmpty() || containerLogins.equals(Optional.of(name)));
        Optional<AdaptiveRule> adaptive = new AdaptiveReader(problems, own).read();
        tiers.check(name, LimitReader::readAll, atOnce.isPresent());
        Map<String, Integer> members = tiers.membersOf(name, keys.isOfTenants(key));
        if (!agreed || parsed.isEmpty() || limits.isEmpty()) {
            // all problems are recorded by now
            return Optional.empty();
        }
        // the limits alone have been checked: any remaining problem is one of the burst
        Found burst = find(name, OfPolicy.BURST, declared)
                .or(() -> limit)
                .or(() -> atOnce)
                .orElseThrow();
        return problems.read(
                        burst.origin(),
                        burst.text(),
                        text -> Policy.of(name, algorithm, limits.get())
                                .checked()
                                .withMode(mode)
                                .withFallback(fallback)
                                .withBlock(block)
                                .withRollout(rollout))
                .map(policy -> concurrency.map(policy::withConcurrency).orElse(policy))
                .map(policy -> {
                    Map<String, Policy> onTiers = tiers.tiersOf(policy, key, text -> LimitReader.readAll(text, zone));
                    return new PolicySettings(
                            onTiers.isEmpty() ? policy : tiers.base(policy, onTiers),
                            key,
                            cost,
                            disclosure,
                            count,
                            login,
                            adaptive,
                            match,
                            List.of(),
                            onTiers,
                            members,
                            isConfigured(name));
                });
    }

    private CountRule count(String name, List<Declaration> declared) {
        Counting counting = choice(name, OfPolicy.COUNT, declared, Counting.class);
        Optional<Found> statuses = find(name, OfPolicy.COUNT_STATUSES, declared);
        if (statuses.isPresent() && counting == Counting.ALL) {
            problems.add(
                    statuses.get().origin(),
                    "needs " + OfPolicy.COUNT.of(name) + "=failures or successes",
                    statuses.get().text());
        }
        return value(name, OfPolicy.COUNT_STATUSES, declared, CountRule::of).orElseGet(() -> switch (counting) {
            case ALL -> CountRule.ALL;
            case FAILURES -> CountRule.FAILURES;
            case SUCCESSES -> CountRule.SUCCESSES;
        });
    }

    private boolean isConfigured(String name) {
        return !BUILT_IN.containsKey(name)
                || tiers.mention(name)
                || Stream.of(OfPolicy.values())
                        .anyMatch(property -> source.get(property.of(name)).isPresent());
    }

    private List<Declaration> declarationsOf(String name) {
        return declarations.stream()
                .filter(declaration -> declaration.policy().equals(name))
                .toList();
    }

    private static String missingLimit(List<Declaration> declared) {
        String sites = declared.isEmpty()
                ? "listed in " + Property.POLICIES.fullName()
                : "used by " + declared.get(0).site();
        return "required, but missing; the policy is " + sites;
    }

    private Optional<Found> find(String name, OfPolicy property, List<Declaration> declared) {
        String fullName = property.of(name);
        Optional<String> configured = source.get(fullName);
        if (configured.isPresent()) {
            return Optional.of(new Found(fullName, configured.get()));
        }
        for (Declaration declaration : declared) {
            String attribute = declaration.attributes().get(property.suffix());
            if (attribute != null) {
                return Optional.of(new Found(declaration.site() + ": " + property.suffix(), attribute));
            }
        }
        return Optional.ofNullable(BUILT_IN.getOrDefault(name, Map.of()).get(property))
                .map(text -> new Found(fullName, text));
    }

    private <T> Optional<T> value(
            String name, OfPolicy property, List<Declaration> declared, Function<String, T> reader) {
        return find(name, property, declared).flatMap(found -> problems.read(found.origin(), found.text(), reader));
    }

    private <E extends Enum<E>> E choice(String name, OfPolicy property, List<Declaration> declared, Class<E> type) {
        return value(name, property, declared, text -> Values.choice(type, text))
                .orElseGet(() -> Values.choice(type, property.defaultValue()));
    }

    /** The algorithm that {@code text} names, if it can count {@code limits}. */
    private static Algorithm algorithm(String text, List<Limit> limits) {
        Algorithm algorithm = Values.choice(Algorithm.class, text);
        if (algorithm.refillsContinuously() && limits.stream().anyMatch(PolicyReader::isCalendar)) {
            throw new IllegalArgumentException("token-bucket has no boundaries, so it cannot count calendar windows");
        }
        if (isCalendarOnly(limits) && algorithm != Algorithm.FIXED_WINDOW) {
            throw new IllegalArgumentException(
                    "calendar windows are always counted by fixed-window, and the policy has no other limit");
        }
        return algorithm;
    }

    private static Algorithm defaultAlgorithm(List<Limit> limits) {
        return isCalendarOnly(limits)
                ? Algorithm.FIXED_WINDOW
                : Values.choice(Algorithm.class, OfPolicy.ALGORITHM.defaultValue());
    }

    private static boolean isCalendarOnly(List<Limit> limits) {
        return !limits.isEmpty() && limits.stream().allMatch(PolicyReader::isCalendar);
    }

    private static boolean isCalendar(Limit limit) {
        return limit.calendar().isPresent();
    }

    /** The limit with its burst. If the limits are invalid too, only the problems of the burst itself are reported. */
    private static List<Limit> burst(String text, Algorithm algorithm, Optional<List<Limit>> limits) {
        if (limits.stream().flatMap(List::stream).anyMatch(PolicyReader::isCalendar)) {
            throw new IllegalArgumentException("calendar windows have no burst");
        }
        if (!algorithm.refillsContinuously()) {
            throw new IllegalArgumentException("only algorithm token-bucket has a burst");
        }
        long burst = Values.number(text, 1, Long.MAX_VALUE);
        if (limits.isPresent() && limits.get().size() != 1) {
            throw new IllegalArgumentException("needs a policy with just one limit");
        }
        return limits.map(one -> List.of(one.get(0).withBurst(burst))).orElse(List.of());
    }

    private static Disclosure defaultDisclosure(KeyRule key) {
        return key.equals(new KeyRule.ByScope(Scope.LOGIN)) ? Disclosure.MINIMAL : Disclosure.FULL;
    }
}
