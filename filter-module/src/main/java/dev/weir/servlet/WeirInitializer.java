package dev.weir.servlet;

import dev.weir.RateLimited;
import dev.weir.config.Declaration;
import dev.weir.config.FilterParameters;
import dev.weir.config.InvalidConfigurationException;
import dev.weir.config.PlaceCheck;
import dev.weir.runtime.Policies;
import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HandlesTypes;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts Weir with the application and installs the filter in front of all others, whether or not {@code web.xml} is
 * complete.
 */
@HandlesTypes({RateLimited.class, RateLimited.List.class})
public final class WeirInitializer implements ServletContainerInitializer {

    private static final System.Logger LOG = System.getLogger(WeirInitializer.class.getName());

    /**
     * Finds what annotations and {@code web.xml} declare, and reads the configuration.
     *
     * @throws ServletException if any of it is wrong, which ends the deployment; the message lists every problem
     */
    @Override
    public void onStartup(@Nullable Set<Class<?>> annotated, ServletContext context) throws ServletException {
        Runnable start = start(annotated == null ? Set.of() : Set.copyOf(annotated), context);
        if (WeirRuntime.announced().isPresent() || !isCdiPresent(context)) {
            context.addListener(new Course(() -> {}));
            try {
                start.run();
            } catch (RuntimeException e) {
                throw new ServletException(e.getMessage(), e);
            }
        } else {
            context.addListener(new Course(start));
        }
        InstalledFilter.install(context);
    }

    /** CDI starts before the initializers on an application server; where it lies in the application, with or after them. */
    private static boolean isCdiPresent(ServletContext context) {
        try {
            return Class.forName("jakarta.enterprise.inject.spi.CDI", false, context.getClassLoader()) != null;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Asks the context now for what it does not tell a listener. */
    private static Runnable start(Set<Class<?>> reported, ServletContext context) {
        Set<Declaration> declarations = new LinkedHashSet<>();
        for (FilterRegistration each : context.getFilterRegistrations().values()) {
            if (RateLimitFilter.class.getName().equals(each.getClassName())) {
                declarations.addAll(FilterParameters.read(each.getName(), each.getInitParameters()));
            }
        }
        if (reported.stream().anyMatch(PlaceCheck::isLimitedEndpoint)) {
            Handshakes.expect();
        }
        List<String> problems = new ArrayList<>(FilterMappings.problems(context));
        String contextPath = context.getContextPath();
        ApplicationClasses classes = new ApplicationClasses(context);
        return () -> {
            problems.addAll(PlaceCheck.problems(reported));
            DeclaredPlaces places = DeclaredPlaces.read(reported, classes);
            declarations.addAll(places.declarations());
            WeirRuntime runtime = start(List.copyOf(declarations), problems);
            tell(runtime.policies(), contextPath);
            if (places.limitLocators()) {
                runtime.policies().limitLocators();
            }
        };
    }

    private static void tell(Policies policies, String contextPath) {
        policies.warnings(contextPath).forEach(warning -> LOG.log(Level.WARNING, warning));
        policies.notes().forEach(note -> LOG.log(Level.INFO, note));
    }

    /** One message says what is wrong with the configuration and with {@code web.xml}. */
    private static WeirRuntime start(List<Declaration> declarations, List<String> problems) {
        try {
            WeirRuntime runtime = WeirRuntime.start(declarations);
            if (problems.isEmpty()) {
                return runtime;
            }
            WeirRuntime.closeCurrent();
        } catch (InvalidConfigurationException e) {
            List<String> all = new ArrayList<>(e.problems());
            all.addAll(problems);
            throw new InvalidConfigurationException(all);
        }
        throw new InvalidConfigurationException(problems);
    }

    /**
     * Starts what could not start earlier, and closes the runtime with the application.
     *
     * @param start an exception in it ends the deployment, too
     */
    private record Course(Runnable start) implements ServletContextListener {

        @Override
        public void contextInitialized(ServletContextEvent event) {
            start.run();
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            WeirRuntime.closeCurrent();
        }
    }
}
