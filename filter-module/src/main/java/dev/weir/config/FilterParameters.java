package dev.weir.config;

import dev.weir.config.Property.OfPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the init-params of a filter in {@code web.xml}. */
public final class FilterParameters {

    private static final String POLICY = "policy";
    private static final Set<String> OWN = Stream.of(OfPolicy.values())
            .filter(property -> property != OfPolicy.MATCH)
            .map(OfPolicy::suffix)
            .collect(Collectors.toUnmodifiableSet());

    private FilterParameters() {}

    /**
     * What the filter declares: one policy, or {@code anonymous} and {@code user} if it has no parameters.
     *
     * @throws InvalidConfigurationException if a parameter is unknown, or {@code policy} is given together with others
     */
    public static List<Declaration> read(String filterName, Map<String, String> parameters) {
        String place = "filter \"" + filterName + "\" in web.xml";
        List<String> problems = new ArrayList<>();
        new TreeMap<>(parameters).forEach((name, value) -> {
            if (!name.equals(POLICY) && !OWN.contains(name)) {
                problems.add(place + ": unknown init-param \"" + name + "\", was \"" + value + '"');
            } else if (!name.equals(POLICY) && parameters.containsKey(POLICY)) {
                problems.add(place + ": init-param \"" + name + "\" belongs to the configuration of policy \""
                        + parameters.get(POLICY) + "\", was \"" + value + '"');
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
        if (parameters.isEmpty()) {
            return AnnotatedPlaces.BARE.stream()
                    .map(policy -> new Declaration(policy, place, false, Map.of(), Optional.empty()))
                    .toList();
        }
        String named = parameters.get(POLICY);
        boolean own = named == null;
        String policy = named == null ? AnnotatedPlaces.kebab(filterName) : named.strip();
        Map<String, String> attributes = own ? parameters : Map.of();
        return List.of(new Declaration(policy, place, own, attributes, Optional.empty()));
    }
}
