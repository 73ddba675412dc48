package dev.weir.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the init-params of a filter in {@code web.xml}. */
public final class FilterParameters {

    private static final String POLICY = "policy";

    private FilterParameters() {}

    /** The name of the filter in messages. */
    public static String site(String filterName) {
        return "filter \"" + filterName + "\" in web.xml";
    }

    /**
     * Returns the policies that the filter declares: the policy that its parameter names, else one named after the
     * filter; {@code anonymous} and {@code user} if there are no parameters. Invalid parameters are reported when the
     * configuration is read.
     */
    public static List<Declaration> read(String filterName, Map<String, String> parameters) {
        String site = site(filterName);
        if (parameters.isEmpty()) {
            return Declaration.BARE.stream()
                    .map(policy -> new Declaration(policy, site, false, Map.of(), Optional.empty()))
                    .toList();
        }
        Map<String, String> attributes = new LinkedHashMap<>(parameters);
        String named = attributes.remove(POLICY);
        String policy = named == null ? Declaration.kebab(filterName) : named.strip();
        return List.of(new Declaration(policy, site, named == null, attributes, Optional.empty()));
    }
}
