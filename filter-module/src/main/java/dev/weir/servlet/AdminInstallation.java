package dev.weir.servlet;

import dev.weir.admin.AdminServlet;
import dev.weir.admin.resource.Resources;
import dev.weir.config.Administration;
import dev.weir.config.Property;
import dev.weir.runtime.Operations;
import dev.weir.runtime.WeirApplications;
import dev.weir.runtime.WeirRuntime;
import jakarta.json.Json;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Installs the admin servlet where one is configured, and recognises the requests that are for it. */
final class AdminInstallation {

    private static final String NAME = "weir-admin";

    private AdminInstallation() {}

    /**
     * Installs the servlet and declares its roles; does nothing if none is configured.
     *
     * @throws ServletException if that is not possible, which ends the deployment
     */
    static void install(ServletContext context) throws ServletException {
        Optional<Administration> configured = Operations.announced();
        if (configured.isPresent()) {
            install(configured.get(), context);
        }
    }

    static void install(Administration administration, ServletContext context) throws ServletException {
        requireJson(administration);
        try {
            ServletRegistration.Dynamic servlet = context.addServlet(
                    NAME,
                    new AdminServlet(() -> Resources.of(
                            administration, WeirApplications.currentOrStarted().operations())));
            if (servlet == null) {
                throw problem("the name \"" + NAME + "\" of its servlet is taken", administration);
            }
            // the first question does not wait until there is a page
            servlet.setLoadOnStartup(1);
            Set<String> taken = servlet.addMapping(administration.path() + "/*");
            if (!taken.isEmpty()) {
                throw problem("another servlet has the mapping " + String.join(", ", taken), administration);
            }
            Set<String> roles = new LinkedHashSet<>();
            roles.add(administration.role());
            administration.viewerRole().ifPresent(roles::add);
            WeirInitializer.declare(roles, context);
        } catch (IllegalStateException | UnsupportedOperationException e) {
            throw new ServletException(message("the container adds no servlet any more", administration), e);
        }
    }

    /** A plain servlet container has no JSON Processing, and some applications the API alone. */
    private static void requireJson(Administration administration) throws ServletException {
        try {
            Json.createGenerator(new ByteArrayOutputStream())
                    .writeStartObject()
                    .writeEnd()
                    .close();
        } catch (RuntimeException | LinkageError e) {
            // JsonException must not be named here: to verify this class would load it, which a plain container lacks
            throw new ServletException(
                    message(
                            "needs Jakarta JSON Processing 2.1 with an implementation, for example"
                                    + " org.eclipse.parsson:jakarta.json in WEB-INF/lib",
                            administration),
                    e);
        }
    }

    private static ServletException problem(String rule, Administration administration) {
        return new ServletException(message(rule, administration));
    }

    private static String message(String rule, Administration administration) {
        return Property.ADMIN_PATH.fullName() + ": " + rule + ", was \"" + administration.path() + '"';
    }

    /**
     * Whether the container gives {@code request} to the admin servlet. It says so itself: to compare paths would
     * exempt what only looks like one below the admin path, and not exempt some spellings of those.
     */
    static boolean isFor(HttpServletRequest request, WeirRuntime runtime) {
        if (runtime.operations().administration().isEmpty()) {
            return false;
        }
        HttpServletMapping mapping = request.getHttpServletMapping();
        return mapping != null && NAME.equals(mapping.getServletName());
    }
}
