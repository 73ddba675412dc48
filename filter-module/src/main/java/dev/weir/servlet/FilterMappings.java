package dev.weir.servlet;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;

/** Finds filters of {@code web.xml} that never run. */
final class FilterMappings {

    private FilterMappings() {}

    /** A line for each limit that would never apply. */
    static List<String> problems(ServletContext context) {
        List<String> problems = new ArrayList<>();
        for (FilterRegistration each : context.getFilterRegistrations().values()) {
            if (RateLimitFilter.class.getName().equals(each.getClassName())) {
                String place = "filter \"" + each.getName() + "\" in web.xml: ";
                if (each.getUrlPatternMappings().isEmpty()
                        && each.getServletNameMappings().isEmpty()) {
                    problems.add(place + "limits nothing without a <filter-mapping>");
                }
                for (String servlet : each.getServletNameMappings()) {
                    if (!exists(servlet, context)) {
                        problems.add(place + "there is no such servlet, was \"" + servlet + '"');
                    }
                }
            }
        }
        return problems;
    }

    /** Another initializer may add it later: JAX-RS calls its servlet like the class of the application. */
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
