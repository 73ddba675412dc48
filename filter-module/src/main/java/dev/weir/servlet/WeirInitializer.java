package dev.weir.servlet;

import dev.weir.RateLimited;
import dev.weir.config.Declaration;
import dev.weir.config.Property;
import dev.weir.http.AppliedPolicy;
import dev.weir.runtime.Deployment;
import dev.weir.runtime.Policies;
import dev.weir.runtime.WeirApplications;
import dev.weir.site.ContainerSites;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HandlesTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts Weir with the application and installs the filter in front of all others, whether or not {@code web.xml} is
 * complete.
 */
@HandlesTypes({RateLimited.class, RateLimited.List.class})
public final class WeirInitializer implements ServletContainerInitializer {

    private static final String RESOURCE = "jakarta.ws.rs.Path";

    /**
     * Reads the declarations of annotations and of {@code web.xml}, and the configuration.
     *
     * @throws ServletException if any of it is wrong, which ends the deployment; the message lists every problem
     */
    @Override
    public void onStartup(@Nullable Set<Class<?>> annotated, ServletContext context) throws ServletException {
        ClassLoader application = context.getClassLoader();
        try {
            Course course = prepare(annotated, context, application);
            context.addListener(course);
        } catch (ServletException | RuntimeException | Error e) {
            // listeners are not notified of an end before the start
            WeirApplications.close(application);
            throw e;
        }
    }

    /** Runs for an application whose {@code web.xml} excludes this initializer; called by another initializer. */
    public static void runIfLeftOut(ServletContext context) throws ServletException {
        if (isLeftOut(context)) {
            new WeirInitializer().onStartup(Set.of(), context);
        }
    }

    /**
     * Throws if one of {@code uses} has a concurrency and the jar's own filter is missing: JAX-RS alone does not tell
     * when a response has ended, so its slot would never be free again.
     */
    public static void requireFilter(List<AppliedPolicy> uses, ServletContext context) {
        List<String> needing = uses.stream()
                .map(AppliedPolicy::policy)
                .filter(policy -> policy.policy().concurrency().isPresent())
                .map(policy -> Property.OfPolicy.CONCURRENCY.of(policy.name()))
                .toList();
        if (!needing.isEmpty() && !InstalledFilter.isIn(context)) {
            throw new IllegalStateException(InstalledFilter.missing(needing));
        }
    }

    private static boolean isLeftOut(ServletContext context) {
        return !InstalledFilter.isIn(context) && WebXml.of(context).leavesOut();
    }

    /**
     * Does the same while the context is being initialized, before the application's filters and servlets are: until
     * then a filter can be added. A listener to close Weir cannot be added any more; CDI closes it.
     *
     * @throws IllegalStateException if any of it is wrong, which ends the deployment; the message lists every problem
     */
    public static void startIfLeftOut(ServletContext context) {
        if (!isLeftOut(context)) {
            return;
        }
        ClassLoader application = context.getClassLoader();
        try {
            prepare(Set.of(), context, application).start();
        } catch (ServletException e) {
            WeirApplications.close(application);
            throw new IllegalStateException(e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            WeirApplications.close(application);
            throw e;
        }
    }

    private static Course prepare(@Nullable Set<Class<?>> annotated, ServletContext context, ClassLoader application)
            throws ServletException {
        WeirApplications.deployedAs(application, deployment(context));
        context.addListener(new SessionKey.Keeping());
        Supplier<Policies> preparation = preparation(annotated == null ? Set.of() : Set.copyOf(annotated), context);
        Runnable later = () -> {
            var unused = preparation.get();
        };
        if (WeirApplications.announced(application).isPresent() || !isCdiPresent(context)) {
            try {
                declare(preparation.get().roles(), context);
            } catch (RuntimeException e) {
                throw new ServletException(e.getMessage(), e);
            }
            later = () -> {};
        }
        InstalledFilter.install(context);
        AdminInstallation.install(context);
        return new Course(application, later);
    }

    /** Payara does not say that a caller has a role which nothing declares, and a role of a tier is seldom declared. */
    static void declare(Set<String> roles, ServletContext context) {
        Set<String> declarable = new HashSet<>(roles);
        // declared, they would no longer mean all callers and all who are authenticated: the application's constraints
        // with them would refuse those
        declarable.removeAll(Set.of("*", "**"));
        if (!declarable.isEmpty()) {
            context.declareRoles(declarable.toArray(String[]::new));
        }
    }

    /**
     * Whether CDI is present. It starts before the initializers on an application server; inside the application, with
     * or after them.
     */
    private static boolean isCdiPresent(ServletContext context) {
        try {
            return Class.forName("jakarta.enterprise.inject.spi.CDI", false, context.getClassLoader()) != null;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Deployment deployment(ServletContext context) {
        Map<String, List<String>> mappings = new LinkedHashMap<>();
        for (FilterRegistration each : context.getFilterRegistrations().values()) {
            if (RateLimitFilter.class.getName().equals(each.getClassName())) {
                mappings.put(each.getName(), mappings(each));
            }
        }
        return Deployment.of(
                context.getContextPath(),
                Optional.ofNullable(context.getServletContextName()),
                mappings,
                () -> new ApplicationClasses(context).mentioning(RESOURCE));
    }

    private static List<String> mappings(FilterRegistration filter) {
        List<String> mappings = new ArrayList<>(filter.getUrlPatternMappings());
        filter.getServletNameMappings().forEach(name -> mappings.add("servlet " + name));
        return mappings;
    }

    /** Returns the preparation. It reads now those facts of the context that a listener cannot read. */
    private static Supplier<Policies> preparation(Set<Class<?>> reported, ServletContext context) {
        Set<Declaration> declarations = new LinkedHashSet<>(DeclaredFilters.read(context));
        if (reported.stream().anyMatch(ContainerSites::isLimitedEndpoint)) {
            Handshakes.expect();
        }
        ApplicationClasses classes = new ApplicationClasses(context);
        ClassLoader application = context.getClassLoader();
        return () -> {
            DeclaredSites sites = DeclaredSites.read(reported, classes, application);
            declarations.addAll(sites.declarations());
            Policies policies = WeirApplications.prepare(application, List.copyOf(declarations));
            if (sites.limitLocators()) {
                policies.limitLocators();
            }
            return policies;
        };
    }

    /**
     * Starts the runtime after the initializers, and closes it with the application, also when the rest of the
     * deployment fails.
     *
     * @param preparation the work that could not be done earlier; an exception in it ends the deployment, too
     */
    private record Course(ClassLoader application, Runnable preparation) implements ServletContextListener {

        @Override
        public void contextInitialized(ServletContextEvent event) {
            start();
        }

        void start() {
            preparation.run();
            WeirApplications.start(application);
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            WeirApplications.close(application);
        }
    }
}
