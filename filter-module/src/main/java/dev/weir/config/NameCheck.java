package dev.weir.config;

import static dev.weir.config.Property.PREFIX;

import dev.weir.config.Property.OfPolicy;
import dev.weir.config.source.PropertySource;
import dev.weir.config.source.SystemSource;
import dev.weir.spi.WeirModule;
import dev.weir.text.Suggestion;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds properties that are never read: a misspelt limit must not silently mean no limit.
 *
 * @param policies names of all policies, listed or declared
 * @param tiers names of all tiers
 * @param modules other jars of Weir, which have properties of their own
 */
record NameCheck(Set<String> policies, Set<String> tiers, List<WeirModule> modules, Problems problems) {

    private static final Set<String> OF_POLICY =
            Stream.of(OfPolicy.values()).map(OfPolicy::suffix).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> DECLARABLE = OF_POLICY.stream()
            .filter(suffix -> !suffix.equals(OfPolicy.MATCH.suffix()))
            .collect(Collectors.toUnmodifiableSet());

    /** The jars that have the properties below a prefix. */
    private static final Map<String, String> JARS = Map.of("throttle", "weir-outbound.jar", "llm", "weir-gateway.war");

    private static final String VARIABLE_PREFIX = SystemSource.variable(PREFIX);

    /** {@code %dev.ratelimit.store}: the value while a profile of MicroProfile Config is active. */
    private static final Pattern OF_PROFILE = Pattern.compile("%[^.]+\\.(" + Pattern.quote(PREFIX) + ".*)");

    private static final Pattern OF_TIER = Pattern.compile(Pattern.quote(PREFIX)
            + "(?:tier\\.([^.]+)\\.roles|policy\\.[^.]+\\.tier\\.([^.]+)\\.(?:limit|members|concurrency))");

    /** Checks the names in {@code source}. */
    void check(CheckedSource source) {
        Map<String, String> known = new LinkedHashMap<>();
        namesOf(policies, tiers, modules, source).forEach(name -> known.put(name, SystemSource.variable(name)));
        modules.stream()
                .flatMap(module -> module.broughtPolicies().stream())
                .flatMap(policy -> namesOf(policy, tiers).stream())
                .forEach(name -> known.putIfAbsent(name, SystemSource.variable(name)));
        Set<String> names = source.names();
        names.stream().sorted().forEach(name -> {
            // SmallRye also lists RATELIMIT_LOCAL_MAX_KEYS as ratelimit.local.max.keys
            boolean ofVariable = !isVariable(name) && names.contains(SystemSource.variable(name));
            if (isVariable(name)) {
                checkVariable(name, known, source);
            } else if (!ofVariable) {
                checkProperty(name, known.keySet(), source);
            }
        });
    }

    private void checkProperty(String name, Set<String> known, PropertySource source) {
        Matcher profile = OF_PROFILE.matcher(name);
        if (profile.matches()) {
            checkOfProfile(name, profile.group(1), known);
        } else if (known.contains(name)) {
            noteIfBlank(name, source.get(name));
        } else if (name.startsWith(PREFIX)) {
            problems.add(name, rule(name, known), source.get(name).orElse(""));
        } else if (name.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            String rule = "names are in lower case" + Suggestion.ofName(name, known);
            problems.add(name, rule, source.get(name).orElse(""));
        } else {
            noteIfMeantForUs(name, known);
        }
    }

    private void checkVariable(String name, Map<String, String> known, CheckedSource source) {
        if (source.links().has(name)) {
            return;
        }
        String upper = name.toUpperCase(Locale.ROOT);
        Optional<String> property = known.entrySet().stream()
                .filter(each -> each.getValue().equals(upper))
                .map(Map.Entry::getKey)
                .findFirst();
        if (property.isEmpty()) {
            problems.add(name, "no property has this variable" + Suggestion.of(name, known.values()));
        } else if (source.get(property.get()).isEmpty()) {
            // if the source has the name of the variable itself, it is a property of that name, which is never read
            source.get(name)
                    .ifPresentOrElse(
                            value -> problems.add(
                                    name,
                                    "is read from the environment alone (did you mean \"" + property.get() + "\"?)",
                                    value),
                            () -> noteIfBlank(name, Optional.empty()));
        }
    }

    /** Checks a property of a profile. The policies of an inactive profile are unknown. */
    private void checkOfProfile(String name, String plain, Set<String> known) {
        boolean ofPolicy = plain.startsWith(OfPolicy.PREFIX) && OF_POLICY.contains(suffix(plain));
        if (!known.contains(plain) && !ofPolicy && !OF_TIER.matcher(plain).matches()) {
            problems.add(name, "unknown property" + Suggestion.ofName(plain, known));
        }
    }

    /** What follows the name of the policy: {@code block.after}; empty if nothing does. */
    private static String suffix(String ofPolicy) {
        int dot = ofPolicy.indexOf('.', OfPolicy.PREFIX.length());
        return dot < 0 ? "" : ofPolicy.substring(dot + 1);
    }

    private void noteIfBlank(String name, Optional<String> value) {
        if (value.isEmpty()) {
            problems.note(name, "is set, but blank, which is as if it were not");
        }
    }

    /** Notes a name that resembles a property of Weir under a similar prefix: {@code rate-limit.store}. */
    private void noteIfMeantForUs(String name, Set<String> known) {
        int dot = name.indexOf('.');
        String meant = PREFIX + name.substring(dot + 1);
        if (dot > 0
                && known.contains(meant)
                && Suggestion.nearest(name.substring(0, dot + 1), Set.of(PREFIX))
                        .isPresent()) {
            problems.note(name, "is never read (did you mean \"" + meant + "\"?)");
        }
    }

    /** Checks the names of a declaration's attributes: the init-params of a filter can be misspelt. */
    void check(Declaration declaration) {
        declaration.attributes().forEach((name, value) -> {
            if (!DECLARABLE.contains(name)) {
                String rule = "unknown init-param" + Suggestion.of(name, DECLARABLE);
                problems.add(declaration.site() + ": " + name, rule, value);
            }
        });
    }

    private static boolean isVariable(String name) {
        return name.regionMatches(true, 0, VARIABLE_PREFIX, 0, VARIABLE_PREFIX.length());
    }

    /** The names of all properties, with those of {@code policies}, {@code tiers} and {@code modules}. */
    static Set<String> namesOf(
            Set<String> policies, Set<String> tiers, List<WeirModule> modules, PropertySource source) {
        Set<String> known = new LinkedHashSet<>();
        for (Property property : Property.values()) {
            known.add(property.fullName());
        }
        tiers.forEach(tier -> known.add(Property.rolesOf(tier)));
        policies.forEach(policy -> known.addAll(namesOf(policy, tiers)));
        known.addAll(ModuleReader.names(modules, policies, source));
        return known;
    }

    /** The names of the properties of one policy. */
    private static Set<String> namesOf(String policy, Set<String> tiers) {
        Set<String> names = new LinkedHashSet<>();
        for (OfPolicy property : OfPolicy.values()) {
            names.add(property.of(policy));
        }
        tiers.forEach(tier -> names.add(OfPolicy.limitOn(tier, policy)));
        tiers.forEach(tier -> names.add(OfPolicy.membersOn(tier, policy)));
        tiers.forEach(tier -> names.add(OfPolicy.concurrencyOn(tier, policy)));
        return names;
    }

    private String rule(String name, Set<String> known) {
        Matcher ofTier = OF_TIER.matcher(name);
        if (ofTier.matches()) {
            String tier = ofTier.group(1) == null ? ofTier.group(2) : ofTier.group(1);
            if (!tiers.contains(tier)) {
                return "there is no tier \"" + tier + "\" in " + Property.TIERS.fullName() + Suggestion.of(tier, tiers);
            }
        }
        Optional<String> absent = JARS.entrySet().stream()
                .filter(each -> name.startsWith(PREFIX + each.getKey() + '.'))
                .filter(each ->
                        modules.stream().noneMatch(module -> module.name().equals(each.getKey())))
                .map(each -> "unknown property: " + each.getValue() + " is not in the application")
                .findFirst();
        if (absent.isPresent()) {
            return absent.get();
        }
        if (!name.startsWith(OfPolicy.PREFIX)) {
            return "unknown property" + Suggestion.ofName(name, known);
        }
        String[] parts = name.substring(OfPolicy.PREFIX.length()).split("\\.", 2);
        boolean isBrought =
                modules.stream().anyMatch(module -> module.broughtPolicies().contains(parts[0]));
        if (policies.contains(parts[0]) || isBrought) {
            Set<String> ofThis = known.stream()
                    .filter(each -> each.startsWith(OfPolicy.PREFIX + parts[0] + '.'))
                    .collect(Collectors.toSet());
            return "unknown property of a policy" + Suggestion.ofName(name, ofThis);
        }
        String suggestion = Suggestion.nearest(parts[0], policies)
                .filter(policy -> parts.length > 1 && OF_POLICY.contains(parts[1]))
                .map(policy -> Suggestion.of(name, Set.of(OfPolicy.PREFIX + policy + '.' + parts[1])))
                .orElse("");
        return "policy \"" + parts[0] + "\" is configured, but not listed in " + Property.POLICIES.fullName()
                + suggestion;
    }
}
