package dev.weir.config;

import dev.weir.match.PathPattern;
import dev.weir.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds patterns that may not mean what their author expects; one line each, for the log. */
final class PathNotes {

    /** The methods of HTTP, and those of WebDAV that servlets and resources are written for. */
    private static final Set<String> METHODS = Set.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "OPTIONS",
            "PATCH",
            "TRACE",
            "QUERY",
            "PROPFIND",
            "PROPPATCH",
            "MKCOL",
            "COPY",
            "MOVE",
            "LOCK",
            "UNLOCK",
            "REPORT",
            "SEARCH");

    private static final List<String> PROBES = List.of("/health", "/metrics");

    private PathNotes() {}

    /**
     * Returns notes on patterns that mean less than the same text elsewhere, on those that match exempt or rare
     * requests, and on health probes that are not exempt.
     */
    static List<String> of(Settings settings) {
        List<String> notes = new ArrayList<>();
        settings.policies()
                .values()
                .forEach(policy -> policy.match().stream()
                        .filter(pattern -> pattern.isPrefixForm() && pattern.depth() > 1)
                        .forEach(pattern -> notes.add(Property.OfPolicy.MATCH.of(policy.name())
                                + ": * is one segment, ** is all below, unless a servlet is mapped just so, was \""
                                + pattern + '"')));
        List<PathPattern> exempt = settings.exemptions().paths();
        for (PolicySettings policy : settings.policies().values()) {
            String property = Property.OfPolicy.MATCH.of(policy.name());
            policy.match().stream()
                    .filter(pattern -> pattern.isCoveredBy(exempt))
                    .forEach(pattern -> notes.add(property + ": limits nothing, " + Property.EXEMPT_PATHS.fullName()
                            + " has it, was \"" + pattern + '"'));
            policy.match().stream()
                    .filter(pattern -> pattern.method()
                            .filter(each -> !METHODS.contains(each))
                            .isPresent())
                    .forEach(pattern -> notes.add(property + ": a method that few clients send"
                            + Suggestion.of(pattern.method().get(), METHODS) + ", was \"" + pattern + '"'));
        }
        for (String probe : PROBES) {
            if (exempt.stream().noneMatch(pattern -> pattern.matches("GET", probe))) {
                notes.add(Property.EXEMPT_PATHS.fullName() + ": " + probe
                        + " is not exempt, + stands for the default, was \""
                        + (exempt.isEmpty() ? "none" : join(exempt)) + '"');
            }
        }
        return notes;
    }

    private static String join(List<PathPattern> patterns) {
        return String.join(",", patterns.stream().map(PathPattern::toString).toList());
    }
}
