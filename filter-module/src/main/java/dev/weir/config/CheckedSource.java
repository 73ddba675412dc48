package dev.weir.config;

import dev.weir.config.source.PropertySource;
import dev.weir.config.source.SystemSource;
import java.util.Optional;
import java.util.Set;

/** A source that records its failures as problems, and that leaves out variables set by a server or an orchestrator. */
final class CheckedSource implements PropertySource {

    private static final String EXPRESSION = "${";

    private final PropertySource source;
    private final Problems problems;
    private final Set<String> names;
    private final ServiceLinks links;

    CheckedSource(PropertySource source, Problems problems) {
        this.source = source;
        this.problems = problems;
        this.names = list();
        this.links = new ServiceLinks(names);
    }

    private Set<String> list() {
        try {
            return source.names();
        } catch (RuntimeException e) {
            problems.add(Property.PREFIX + '*', "the names of the properties cannot be listed: " + inOneLine(e));
            return Set.of();
        }
    }

    @Override
    public Optional<String> get(String name) {
        try {
            Optional<String> value = source.get(name).filter(text -> !isServiceLink(name, text));
            value.filter(text -> text.contains(EXPRESSION))
                    .ifPresent(text -> problems.addUnreadable(name, "an expression that nothing resolves", text));
            return value;
        } catch (RuntimeException e) {
            problems.addUnreadable(name, "cannot be read: " + inOneLine(e));
            return Optional.empty();
        }
    }

    private boolean isServiceLink(String name, String value) {
        return ServiceLinks.isLink(value) && links.has(SystemSource.variable(name));
    }

    private static String inOneLine(RuntimeException e) {
        return (e.getMessage() == null ? e.getClass().getName() : e.getMessage()).replaceAll("\\s+", " ");
    }

    @Override
    public Set<String> names() {
        return names;
    }

    /** The variables of Kubernetes Services among the names. */
    ServiceLinks links() {
        return links;
    }
}
