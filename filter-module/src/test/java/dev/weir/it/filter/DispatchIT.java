package dev.weir.it.filter;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import java.net.URI;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters of {@code web.xml} whose mappings name dispatchers, and preflights. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class DispatchIT {

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("dispatch", EchoServlet.class, RelayServlet.class).setWebXML("it/dispatch-web.xml");
    }

    private Visitor visitor() {
        return Visitor.of(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/relay/forward?to=/forwarded",
                "/relay/include?to=/included&times=1",
                "/relay/async?to=/later",
                "/relay/error",
                "/relay/forward?to=/always",
                "/relay/include?to=/always&times=3",
                "/relay/async?to=/always",
                "/always",
            })
    void mapping_namesTheDispatcher_isChargedOnceForARequest(String path) {
        Visitor visitor = visitor();
        HttpResponse<String> first = visitor.get(path);
        assertThat(first.statusCode()).isNotEqualTo(429);
        assertThat(visitor.status(path)).isNotEqualTo(429);
        HttpResponse<String> refused = visitor.get(path);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(field(refused, "Content-Type")).startsWith("application/problem+json");
        assertThat(refused.body()).contains("quota-exceeded").endsWith("}");
    }

    @Test
    void mapping_doesNotNameRequest_isNotForRequests() {
        Visitor visitor = visitor();
        assertThat(visitor.statuses("/forwarded", 4)).containsOnly(200);
        assertThat(visitor.statuses("/included", 4)).containsOnly(200);
        assertThat(visitor.statuses("/later", 4)).containsOnly(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/matched", "/by-hand"})
    void preflight_isNotCharged(String path) {
        Visitor visitor = visitor();
        for (int i = 0; i < 4; i++) {
            HttpResponse<String> response = preflight(visitor).send("OPTIONS", path);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(field(response, "RateLimit")).isEmpty();
        }
        assertThat(visitor.statuses(path, 3)).containsExactly(200, 200, 429);
        assertThat(preflight(visitor).send("OPTIONS", path).statusCode()).isEqualTo(200);
    }

    @Test
    void options_withoutTheFieldsOfAPreflight_isCharged() {
        Visitor visitor = visitor();
        assertThat(visitor.send("OPTIONS", "/matched").statusCode()).isEqualTo(200);
        assertThat(visitor.with("Origin", "http://a")
                        .send("OPTIONS", "/matched")
                        .statusCode())
                .isEqualTo(200);
        assertThat(visitor.send("OPTIONS", "/matched").statusCode()).isEqualTo(429);
    }

    @Test
    void preflight_patternForOptions_isCharged() {
        Visitor visitor = preflight(visitor());
        assertThat(visitor.send("OPTIONS", "/options").statusCode()).isEqualTo(200);
        assertThat(visitor.send("OPTIONS", "/options").statusCode()).isEqualTo(200);
        assertThat(visitor.send("OPTIONS", "/options").statusCode()).isEqualTo(429);
    }

    @Test
    void preflight_withCredentials_isCharged() {
        Visitor visitor = preflight(visitor()).with("Cookie", "a=b");
        assertThat(visitor.send("OPTIONS", "/matched").statusCode()).isEqualTo(200);
        assertThat(visitor.send("OPTIONS", "/matched").statusCode()).isEqualTo(200);
        assertThat(visitor.send("OPTIONS", "/matched").statusCode()).isEqualTo(429);
    }

    private static Visitor preflight(Visitor visitor) {
        return visitor.with("Origin", "http://a").with("Access-Control-Request-Method", "DELETE");
    }
}
