package dev.weir.config;

import static dev.weir.config.Property.PREFIX;

import dev.weir.config.Property.OfPolicy;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds properties that nobody reads: a misspelt limit must not silently mean no limit.
 *
 * @param policies names of all policies, listed or declared
 */
record NameCheck(Set<String> policies, Problems problems) {

    private static final Set<String> DECLARABLE = Stream.of(OfPolicy.values())
            .filter(property -> property != OfPolicy.MATCH)
            .map(OfPolicy::suffix)
            .collect(Collectors.toUnmodifiableSet());

    private static final String VARIABLE_PREFIX = SystemSource.variable(PREFIX);

    /** What Kubernetes tells every container of a service that is called {@code ratelimit}. */
    private static final Pattern SERVICE_LINK = Pattern.compile("RATELIMIT_(SERVICE_(HOST|PORT.*)|PORT(_\\d.*)?)");

    /** Checks the names that {@code source} has. */
    void check(PropertySource source) {
        Set<String> known = knownNames();
        Set<String> variables = known.stream().map(SystemSource::variable).collect(Collectors.toSet());
        Set<String> names = source.names();
        names.stream().sorted().forEach(name -> {
            // SmallRye lists RATELIMIT_LOCAL_MAX_KEYS as ratelimit.local.max.keys, too
            boolean variable = names.contains(SystemSource.variable(name));
            if (name.startsWith(PREFIX) && !known.contains(name) && !variable) {
                problems.add(name, rule(name), source.get(name).orElse(""));
            } else if (isVariable(name) && !variables.contains(name)) {
                problems.add(name, "no property has this variable");
            }
        });
    }

    /** Checks what a place declares: the init-params of a filter can be misspelt. */
    void check(Declaration declaration) {
        declaration.attributes().forEach((name, value) -> {
            if (!DECLARABLE.contains(name)) {
                problems.add(declaration.place() + ": " + name, "unknown init-param", value);
            }
        });
    }

    private static boolean isVariable(String name) {
        return name.startsWith(VARIABLE_PREFIX) && !SERVICE_LINK.matcher(name).matches();
    }

    private Set<String> knownNames() {
        Set<String> known = new LinkedHashSet<>();
        for (Property property : Property.values()) {
            known.add(property.fullName());
        }
        for (String policy : policies) {
            for (OfPolicy property : OfPolicy.values()) {
                known.add(property.of(policy));
            }
        }
        return known;
    }

    private String rule(String name) {
        if (!name.startsWith(OfPolicy.PREFIX)) {
            return "unknown property";
        }
        String policy = name.substring(OfPolicy.PREFIX.length()).split("\\.", 2)[0];
        return policies.contains(policy)
                ? "unknown property of a policy"
                : "policy \"" + policy + "\" is configured, but not listed in " + Property.POLICIES.fullName();
    }
}
