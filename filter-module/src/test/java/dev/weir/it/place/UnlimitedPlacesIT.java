package dev.weir.it.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.DeploymentLog;
import dev.weir.it.Wars;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a limit cannot hold, the deployment stops and names the place. */
class UnlimitedPlacesIT {

    private static final String NO_STEREOTYPE = "an annotation that is no stereotype passes nothing on; make it a"
            + " @Stereotype, or annotate the places themselves";
    private static final String NOTHING =
            "the class is neither a bean nor a resource, so nothing intercepts it; give it a"
                    + " scope such as @ApplicationScoped, and let the container make it";

    private static final String SERVLET =
            "a servlet is not intercepted; use ratelimit.policy.<name>.match or a filter mapping";
    private static final String FILTER =
            "a filter is not intercepted; use ratelimit.policy.<name>.match or a filter mapping";
    private static final String PROVIDER =
            "a JAX-RS provider is not limited; annotate resources or use ratelimit.policy.<name>.match";
    private static final String FINAL = "the final method fixed() is not intercepted; make it not final";
    private static final String NOT_IMPLEMENTED = "no bean and no resource implements it";

    private static final String NO_DISCOVERY =
            "<beans xmlns='https://jakarta.ee/xml/ns/jakartaee' version='4.0' bean-discovery-mode='none'/>";

    @TempDir
    private Path directory;

    @Test
    void deployment_placesThatCannotBeLimited_failsAndOneMessageListsThem() {
        WebArchive war = Wars.war("unlimited", Unlimited.class, UnlimitedBeans.class, ThrottledServlet.class)
                .addAsLibrary(
                        ShrinkWrap.create(JavaArchive.class, "servlets.jar").addClass(UnlimitedServlets.class));
        DeploymentLog log = DeploymentLog.of(war, directory);
        assertThat(log.text()).doesNotContain("\"Context Root\"");
        assertThat(log.problems())
                .containsExactlyInAnyOrder(
                        "ratelimit.stor: unknown property (did you mean \"ratelimit.store\"?), was \"local\"",
                        on("Unlimited$Meta", NO_STEREOTYPE),
                        on("Unlimited$Binding", NO_STEREOTYPE),
                        on("ThrottledServlet by @Throttled", SERVLET, "login"),
                        on("UnlimitedServlets$Legacy.doGet(HttpServletRequest, HttpServletResponse)", SERVLET),
                        on("UnlimitedServlets$Declared", SERVLET),
                        on("UnlimitedServlets$Before", FILTER),
                        on(
                                "UnlimitedServlets$Beginning.contextInitialized(ServletContextEvent)",
                                "a listener of the servlet container is not intercepted; limit a bean that it calls",
                                "beginning-context-initialized"),
                        on(
                                "Unlimited$Api",
                                "a JAX-RS Application is not intercepted; annotate its resources or use"
                                        + " ratelimit.policy.<name>.match"),
                        on("Unlimited$RequestFilter.filter(ContainerRequestContext)", PROVIDER),
                        on(
                                "Unlimited$ResponseFilter.filter(ContainerRequestContext, ContainerResponseContext)",
                                PROVIDER),
                        on(
                                "Unlimited$Client.get()",
                                "a REST client calls other servers, which is not limited here; see outbound limits"),
                        on("Unlimited$ClientApi.get()", NOT_IMPLEMENTED),
                        on("Unlimited$Port.get()", NOT_IMPLEMENTED),
                        on(
                                "Unlimited$Around.around(InvocationContext)",
                                "an interceptor is not intercepted itself; annotate the bean that it is bound to"),
                        on(
                                "Unlimited$Programmatic.onOpen(Session, EndpointConfig)",
                                "a WebSocket endpoint that extends jakarta.websocket.Endpoint is not intercepted; use"
                                        + " @ServerEndpoint, or limit the handshake by ratelimit.policy.<name>.match"),
                        on(
                                "Unlimited$Validator.isValid(String, ConstraintValidatorContext)",
                                "a constraint validator is not intercepted; annotate the bean or resource whose parameters it checks"),
                        on("UnlimitedBeans$Bean.hidden()", method("private")),
                        on("UnlimitedBeans$Bean.ofClass()", method("static")),
                        on("UnlimitedBeans$Bean.observe(Month)", method("static")),
                        on(
                                "UnlimitedBeans$Bean.begin()",
                                "a lifecycle callback or initializer is not intercepted; annotate a method that is called"),
                        on("UnlimitedBeans$Bean.fixed()", FINAL),
                        on("UnlimitedBeans$OneFinal", FINAL, "login"),
                        on(
                                "UnlimitedBeans$FinalBean",
                                "a bean of a final class is not intercepted; make the class not final"),
                        on("UnlimitedBeans$NoBean", "a vetoed class is not intercepted; remove @Vetoed or the limit"),
                        on("Unlimited$NotPublic.get()", "JAX-RS calls public methods only"),
                        on("UnlimitedBeans$Product.get()", NOTHING),
                        on("Unlimited$Row.name()", NOTHING),
                        on("Unlimited$Choice.get()", NOTHING),
                        on("Unlimited$1Local.run()", NOTHING));
        String maker = "what dev.weir.it.place.UnlimitedBeans$Maker.";
        assertThat(log.text())
                .contains(maker + "make() makes by itself is not intercepted, so @RateLimited on it limits nothing")
                .doesNotContain(maker + "pass()");
        assertThat(log.text()).contains("UnlimitedBeans$Other: limits nothing, the alternative is not selected");
    }

    @Test
    void deployment_beansThatCdiDoesNotLookFor_fails() {
        WebArchive war = Wars.war("undiscovered", Api.class, Inherited.class, Located.class)
                .addAsWebInfResource(new StringAsset(NO_DISCOVERY), "beans.xml");
        DeploymentLog log = DeploymentLog.of(war, directory);
        assertThat(log.text()).doesNotContain("\"Context Root\"");
        String parent = "Inherited$Parent.";
        assertThat(log.problems())
                .containsExactlyInAnyOrder(
                        on(parent + "overridden()", NOTHING, "parent-overridden"),
                        on(parent + "ofProtected()", NOTHING, "parent-of-protected"),
                        on(parent + "ofPackage()", NOTHING, "parent-of-package"),
                        on("Inherited$Service.ofMethod(Object)", NOT_IMPLEMENTED, "service-of-method"),
                        on("Inherited$LimitedService", NOT_IMPLEMENTED, "limited-service"));
    }

    private static String on(String site, String why) {
        return on(site, why, "anonymous");
    }

    private static String on(String site, String why, String policy) {
        return "@RateLimited on dev.weir.it.place." + site + ": " + why + ", was \"" + policy + '"';
    }

    private static String method(String kind) {
        return "a " + kind + " method is not intercepted; annotate the method that calls it";
    }
}
