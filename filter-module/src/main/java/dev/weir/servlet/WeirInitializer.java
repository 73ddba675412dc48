package dev.weir.servlet;

import dev.weir.RateLimited;
import dev.weir.config.AnnotatedPlaces;
import dev.weir.config.Declaration;
import dev.weir.config.FilterParameters;
import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HandlesTypes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts Weir with the application and installs the filter in front of all others, whether or not {@code web.xml} is
 * complete.
 */
@HandlesTypes({RateLimited.class, RateLimited.List.class})
public final class WeirInitializer implements ServletContainerInitializer {

    private static final String FILTER_NAME = "weir";

    /**
     * Finds what annotations and {@code web.xml} declare, and reads the configuration.
     *
     * @throws ServletException if any of it is wrong, which ends the deployment; the message lists every problem
     */
    @Override
    public void onStartup(@Nullable Set<Class<?>> annotated, ServletContext context) throws ServletException {
        List<Declaration> declarations = new ArrayList<>();
        if (annotated != null) {
            annotated.forEach(type -> declarations.addAll(AnnotatedPlaces.declarations(type)));
        }
        for (FilterRegistration each : context.getFilterRegistrations().values()) {
            if (RateLimitFilter.class.getName().equals(each.getClassName())) {
                declarations.addAll(FilterParameters.read(each.getName(), each.getInitParameters()));
            }
        }
        context.addListener(new Closing());
        try {
            WeirRuntime.start(declarations);
        } catch (RuntimeException e) {
            throw new ServletException(e.getMessage(), e);
        }
        install(context);
    }

    private static void install(ServletContext context) throws ServletException {
        FilterRegistration.Dynamic filter = context.addFilter(FILTER_NAME, new RateLimitFilter(true));
        if (filter == null) {
            throw new ServletException("the name of Weir's own filter is taken, was \"" + FILTER_NAME + "\"");
        }
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }

    /** Closes the runtime with the application. */
    private static final class Closing implements ServletContextListener {

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            WeirRuntime.closeCurrent();
        }
    }
}
