package dev.weir.it.conformance;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import dev.weir.it.tomcat.TomcatServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places of {@code docs/where-it-works.md} on Tomcat, with Weld and Jersey in the application. */
class TomcatWeldIT {

    private static TomcatServer tomcat;

    @BeforeAll
    static void start(@TempDir Path directory) {
        WebArchive war = TomcatServer.withMicroProfileConfig(ConformanceWar.web())
                .addAsWebInfResource(new StringAsset("<beans bean-discovery-mode=\"annotated\"/>"), "beans.xml");
        Wars.directory("weir.weld-libs").map(Path::toFile).forEach(war::addAsLibrary);
        tomcat = TomcatServer.start(directory, "weld", Map.of("", war), List.of("-Dratelimit.store=local"));
        tomcat.process().awaitLog("Tomcat is ready");
    }

    @AfterAll
    static void stop() {
        tomcat.process().close();
    }

    private static Visitor visitor() {
        return tomcat.visitor("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/resource",
                "/api/resource/sub",
                "/api/interface/orders",
                "/api/customers/1",
                "/api/cdi/application",
                "/api/cdi/request",
                "/api/cdi/session",
                "/api/cdi/conversation",
                "/api/cdi/dependent",
                "/api/cdi/observer",
                "/servlet",
                "/by-filter",
            })
    void place_secondCall_isA429(String path) {
        Visitor visitor = visitor();
        HttpResponse<String> admitted = visitor.get(path);
        assertThat(admitted.statusCode()).as(admitted.body()).isEqualTo(200);
        assertThat(field(admitted, "RateLimit")).contains(";r=0;");
        HttpResponse<String> refused = visitor.get(path);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
        assertThat(field(refused, "Content-Type")).startsWith("application/problem+json");
        assertThat(visitor().status(path)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/resource/free", "/api/cdi/free"})
    void place_besideOneThatIsLimited_isNot(String path) {
        assertThat(visitor().statuses(path, 3)).containsOnly(200);
    }

    /**
     * CDI starts after the jar's initializer here, or before it: either way all places are known when the application
     * runs.
     */
    @Test
    void summary_namesBeansAndResources() {
        assertThat(tomcat.process().log())
                .containsOnlyOnce("Weir ")
                .contains("@RateLimited on dev.weir.it.conformance.web.LimitedResource")
                .contains("@RateLimited on dev.weir.it.conformance.web.Quotes$OfApplication.limited()");
    }
}
