package dev.weir.servlet;

import dev.weir.runtime.Policies;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.EnumSet;
import java.util.List;

/** Installs the jar's own filter, and checks that it is installed where it is needed. */
final class InstalledFilter {

    private static final String NAME = "weir";
    private static final String ATTRIBUTE = "dev.weir.filter-installed";

    private InstalledFilter() {}

    /** Installs the filter in front of all others. */
    static void install(ServletContext context) throws ServletException {
        FilterRegistration.Dynamic filter = context.addFilter(NAME, new RateLimitFilter(true));
        if (filter == null) {
            throw new ServletException("the name of Weir's own filter is taken, was \"" + NAME + "\"");
        }
        filter.setAsyncSupported(true);
        // for the other dispatchers it decides nothing, but writes refusals of beans that would not be caught there
        // otherwise
        filter.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), false, "/*");
        context.setAttribute(ATTRIBUTE, true);
    }

    static boolean isIn(ServletContext context) {
        return context.getAttribute(ATTRIBUTE) != null;
    }

    /**
     * Throws if properties need the jar's own filter and it is not installed. A filter of {@code web.xml} works without
     * the initializer of the jar.
     */
    static void require(Policies policies, FilterConfig config) throws ServletException {
        List<String> needed = policies.filterProperties();
        if (!needed.isEmpty() && !isIn(config.getServletContext())) {
            throw new ServletException(missing(needed));
        }
    }

    /** The message for {@code properties} that apply nowhere. */
    static String missing(List<String> properties) {
        return String.join(", ", properties)
                + ": no filter applies this, <absolute-ordering> in web.xml leaves Weir out;"
                + " add <others/> or <name>weir</name> to it";
    }
}
