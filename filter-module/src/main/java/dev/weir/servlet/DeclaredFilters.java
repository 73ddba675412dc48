package dev.weir.servlet;

import dev.weir.config.Declaration;
import dev.weir.config.FilterParameters;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the declarations of filters in {@code web.xml}, and finds filters that never run. */
final class DeclaredFilters {

    private DeclaredFilters() {}

    /** Returns their declarations; with a defect where a limit would never apply. */
    static List<Declaration> read(ServletContext context) {
        List<Declaration> declarations = new ArrayList<>();
        for (FilterRegistration each : context.getFilterRegistrations().values()) {
            if (RateLimitFilter.class.getName().equals(each.getClassName())) {
                List<Declaration> declared = FilterParameters.read(each.getName(), each.getInitParameters());
                declarations.addAll(declared);
                defect(each, context)
                        .map(why -> declared.get(0).withDefect(why))
                        .ifPresent(declarations::add);
            }
        }
        return declarations;
    }

    private static Optional<String> defect(FilterRegistration filter, ServletContext context) {
        if (filter.getUrlPatternMappings().isEmpty()
                && filter.getServletNameMappings().isEmpty()) {
            return Optional.of("limits nothing without a <filter-mapping>");
        }
        return filter.getServletNameMappings().stream()
                .filter(servlet -> !exists(servlet, context))
                .map(servlet -> "there is no such servlet, was \"" + servlet + '"')
                .findFirst();
    }

    /**
     * Whether the servlet exists, or may still be added by another initializer: JAX-RS names its servlet after the
     * class of the application.
     */
    private static boolean exists(String servlet, ServletContext context) {
        return servlet.equals("*")
                || context.getServletRegistration(servlet) != null
                || isClass(servlet, context.getClassLoader());
    }

    private static boolean isClass(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
