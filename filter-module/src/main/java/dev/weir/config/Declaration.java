package dev.weir.config;

import dev.weir.KeyResolver;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a place in the application says about a policy: an annotation, or a filter in {@code web.xml}. The configuration
 * overrides it. Immutable.
 *
 * @param policy the name of the policy
 * @param site for messages: {@code @RateLimited on com.example.Reports.list}
 * @param derived whether the policy is named after the place, which then must be the only one of that name
 * @param attributes values by the suffix of their property: {@code limit}, {@code block}
 * @param resolver what makes the key, if the place names a class for it
 * @param defect why the limit cannot hold at the place, which then is a problem
 */
public record Declaration(
        String policy,
        String site,
        boolean derived,
        Map<String, String> attributes,
        Optional<Class<? extends KeyResolver>> resolver,
        Optional<String> defect) {

    /** The policies of a declaration that names none: whichever fits the caller. */
    public static final List<String> BARE = List.of("anonymous", "user");

    private static final Pattern WORD_END = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    public Declaration {
        attributes = Map.copyOf(attributes);
    }

    /** One whose limit can hold. */
    public Declaration(
            String policy,
            String site,
            boolean derived,
            Map<String, String> attributes,
            Optional<Class<? extends KeyResolver>> resolver) {
        this(policy, site, derived, attributes, resolver, Optional.empty());
    }

    /** Names the same policy at another place, and says nothing else of it. */
    public Declaration at(String otherPlace) {
        return new Declaration(policy, otherPlace, false, Map.of(), Optional.empty());
    }

    /** The same, at a place where it cannot. */
    public Declaration withDefect(String why) {
        return new Declaration(policy, site, derived, attributes, resolver, Optional.of(why));
    }

    /** The same, as it would be where it can hold. */
    Declaration withoutDefect() {
        return new Declaration(policy, site, derived, attributes, resolver);
    }

    /** {@code ReportResource} becomes {@code report-resource}. */
    public static String kebab(String camelCase) {
        return WORD_END.matcher(camelCase)
                .replaceAll("-")
                .replaceAll("[^A-Za-z0-9-]", "-")
                .toLowerCase(Locale.ROOT);
    }
}
