package dev.weir.it.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import java.net.URI;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places where the annotation does not stand on the method that runs, or JAX-RS has no scope to go by. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class LimitedPlacesIT {

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("places", Api.class, Stereotypes.class, Located.class, Inherited.class, CallerServlet.class)
                .addAsLibrary(
                        ShrinkWrap.create(JavaArchive.class, "library.jar").addClass(LibraryBean.class));
    }

    private Visitor visitor() {
        return Visitor.of(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/stereotype",
                "/api/stereotype-scoped",
                "/api/located/new",
                "/api/located/class",
                "/api/located/context",
                "/api/located/object",
                "/api/located/anonymous",
                "/api/located/lambda",
                "/api/located/free/deeper",
                "/api/crud",
                "/api/crud-scoped",
                "/api/designated-below",
                "/call?overridden",
                "/call?protected",
                "/call?package",
                "/call?generic",
                "/call?type",
                "/call?default",
                "/call?library",
                "/call?stereotype",
                "/call?observer",
                "/call?producer",
            })
    void get_place_isLimited(String path) {
        Visitor visitor = visitor();
        HttpResponse<String> admitted = visitor.get(path);
        assertThat(admitted.statusCode()).as(admitted.body()).isEqualTo(200);
        HttpResponse<String> refused = visitor.get(path);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
        assertThat(visitor().status(path)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/crud", "/api/crud-scoped"})
    void post_methodOfAGenericSupertype_isLimited(String path) {
        Visitor visitor = visitor().with("Content-Type", "text/plain");
        assertThat(visitor.send("POST", path).statusCode()).isEqualTo(200);
        assertThat(visitor.send("POST", path).statusCode()).isEqualTo(429);
    }

    @Test
    void stereotype_ownAnnotation_replacesIt() {
        assertThat(visitor().statuses("/api/stereotype-replaced", 3)).containsExactly(200, 200, 429);
    }

    @Test
    void stereotype_classesThatBearIt_haveALimitEach() {
        Visitor visitor = visitor();
        assertThat(visitor.status("/api/stereotype")).isEqualTo(200);
        assertThat(visitor.status("/api/stereotype-scoped")).isEqualTo(200);
    }

    @Test
    void locator_limited_coversAllBelowItAndNothingElse() {
        Visitor visitor = visitor();
        assertThat(visitor.status("/api/located/limited/1")).isEqualTo(200);
        assertThat(visitor.status("/api/located/limited/22/deeper")).isEqualTo(200);
        assertThat(visitor.status("/api/located/limited/333")).isEqualTo(429);
        assertThat(visitor.statuses("/api/located/free", 3)).containsOnly(200);
        assertThat(visitor.statuses("/api/located/new/other", 3)).containsOnly(200);
    }
}
