package dev.weir.rest;

import dev.weir.http.AppliedPolicy;
import dev.weir.runtime.Policies;
import dev.weir.site.ResourceMethods;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sub-resource locator and the policies of its annotations. Immutable.
 *
 * @param template the pattern of its path, below that of its class
 * @param uses empty if it is not annotated
 */
record LimitedLocator(Pattern template, List<AppliedPolicy> uses) {

    /** A parameter, with or without an expression, in which braces are nested at most once: {@code {id: [0-9]{3}}}. */
    private static final Pattern PARAMETER = Pattern.compile("\\{\\s*[\\w.-]+\\s*(?::((?:[^{}]|\\{[^{}]*})+))?}");

    /** The locators of {@code type}, including those that are not limited. */
    static List<LimitedLocator> of(Class<?> type, Policies policies) {
        List<LimitedLocator> locators = new ArrayList<>();
        for (Method method : ResourceMethods.locators(type)) {
            ResourceMethods.overridden(type, method).stream()
                    .map(each -> each.getAnnotation(Path.class))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(
                            path -> locators.add(new LimitedLocator(pattern(path.value()), policies.at(type, method))));
        }
        return locators;
    }

    /**
     * The policies for a call that matched {@code path} of the resource; those of all locators if it is unknown which
     * was called.
     */
    static List<AppliedPolicy> uses(List<LimitedLocator> locators, String path) {
        List<LimitedLocator> matching = locators.stream()
                .filter(each -> each.template.matcher(path).matches())
                .toList();
        return (matching.isEmpty() ? locators : matching)
                .stream().flatMap(each -> each.uses.stream()).distinct().toList();
    }

    static Pattern pattern(String template) {
        StringBuilder pattern = new StringBuilder("/*");
        String whole = template.replaceAll("^/+|/+$", "");
        Matcher parameter = PARAMETER.matcher(whole);
        int end = 0;
        while (parameter.find()) {
            pattern.append(Pattern.quote(whole.substring(end, parameter.start())));
            String expression = parameter.group(1);
            pattern.append(expression == null ? "[^/]+?" : "(?:" + expression.strip() + ")");
            end = parameter.end();
        }
        return Pattern.compile(
                pattern.append(Pattern.quote(whole.substring(end))).append("/*").toString());
    }
}
