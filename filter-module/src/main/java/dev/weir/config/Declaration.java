package dev.weir.config;

import dev.weir.KeyResolver;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The declaration of a policy at a site of the application: an annotation, or a filter in {@code web.xml}. The
 * configuration overrides it. Immutable.
 *
 * @param policy the name of the policy
 * @param site for messages: {@code @RateLimited on com.example.Reports.list}
 * @param derived whether the policy is named after the site, which then must be the only one with that name
 * @param attributes values by the suffix of their property: {@code limit}, {@code block}
 * @param resolver the class that makes the key, if the site names one
 * @param cost permits per call at the site, unless the configuration says it; of this site alone, so no attribute
 * @param defect why the limit cannot take effect at the site; each defect is a problem
 */
public record Declaration(
        String policy,
        String site,
        boolean derived,
        Map<String, String> attributes,
        Optional<Class<? extends KeyResolver>> resolver,
        long cost,
        Optional<String> defect) {

    /** The policies of a declaration that names none: the one that applies to the caller. */
    public static final List<String> BARE = List.of("anonymous", "user");

    private static final Pattern WORD_END = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    public Declaration {
        attributes = Map.copyOf(attributes);
    }

    /** A declaration without a defect, of calls that take one permit. */
    public Declaration(
            String policy,
            String site,
            boolean derived,
            Map<String, String> attributes,
            Optional<Class<? extends KeyResolver>> resolver) {
        this(policy, site, derived, attributes, resolver, 1, Optional.empty());
    }

    /** The same declaration of calls that take {@code permits}. */
    public Declaration withCost(long permits) {
        return new Declaration(policy, site, derived, attributes, resolver, permits, defect);
    }

    /** A declaration of the same policy at another site, without attributes. */
    public Declaration at(String otherPlace) {
        return new Declaration(policy, otherPlace, false, Map.of(), Optional.empty());
    }

    /** The same declaration with a defect. */
    public Declaration withDefect(String why) {
        return new Declaration(policy, site, derived, attributes, resolver, cost, Optional.of(why));
    }

    /** The same declaration without its defect. */
    Declaration withoutDefect() {
        return new Declaration(policy, site, derived, attributes, resolver, cost, Optional.empty());
    }

    /** Converts {@code ReportResource} to {@code report-resource}. */
    public static String kebab(String camelCase) {
        return WORD_END.matcher(camelCase)
                .replaceAll("-")
                .replaceAll("[^A-Za-z0-9-]", "-")
                .toLowerCase(Locale.ROOT);
    }
}
