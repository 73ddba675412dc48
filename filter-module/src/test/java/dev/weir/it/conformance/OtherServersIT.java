package dev.weir.it.conformance;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.OtherServer;
import dev.weir.it.Visitor;
import dev.weir.it.conformance.ejb.EchoBean;
import dev.weir.it.conformance.microprofile.Guarded;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Places of {@code docs/where-it-works.md} on servers that {@code mvn verify -Pservers} fetches. */
class OtherServersIT {

    private static final List<String> WEB = List.of(
            "resource",
            "resource/sub",
            "interface/orders",
            "customers/1",
            "cdi/application",
            "cdi/request",
            "cdi/session",
            "cdi/conversation",
            "cdi/dependent",
            "cdi/observer");
    private static final List<String> BEANS =
            List.of("ejb/stateless", "ejb/singleton", "ejb/stateful", "ejb/local", "ejb/whole", "ejb-chain");
    private static final List<String> PLATFORM =
            List.of("concurrent/asynchronous", "transaction/itself", "transaction/around");
    private static final List<String> MICROPROFILE = List.of(
            "microprofile/retry",
            "microprofile/retry-around",
            "microprofile/breaker",
            "microprofile/fallback",
            "microprofile/timeout-around",
            "microprofile/asynchronous");

    @TempDir(cleanup = CleanupMode.ALWAYS)
    private Path directory;

    @TestFactory
    @EnabledIfSystemProperty(named = "weir.wildfly", matches = ".+")
    Stream<DynamicNode> wildFly_placesWithoutMicroProfile() {
        OtherServer server = OtherServer.wildFly(
                home("weir.wildfly"), directory, withoutEndpoints(ConformanceWar.withoutMicroProfile()));
        return sites(server, List.of(WEB, BEANS, PLATFORM));
    }

    @TestFactory
    @EnabledIfSystemProperty(named = "weir.liberty", matches = ".+")
    Stream<DynamicNode> liberty_places() {
        WebArchive war = withoutEndpoints(ConformanceWar.withoutMicroProfile()).addPackage(Guarded.class.getPackage());
        OtherServer server = OtherServer.liberty(home("weir.liberty"), directory, war);
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest("openapi", () -> isDescribed(server))),
                sites(server, List.of(WEB, BEANS, PLATFORM, MICROPROFILE)));
    }

    /** Liberty makes the document before the application starts. */
    private static void isDescribed(OtherServer server) {
        HttpResponse<String> document = Visitor.of(server.root()).get("/openapi");
        assertThat(document.body()).contains("/api/resource", "429", "RateLimit-Policy");
    }

    /** Weir knows of Payara alone how its WebSocket endpoints are made; elsewhere they stop the deployment. */
    private static WebArchive withoutEndpoints(WebArchive war) {
        return war.deleteClass(EchoBean.class);
    }

    private static Path home(String property) {
        return Path.of(System.getProperty(property)).toAbsolutePath();
    }

    private static Stream<DynamicNode> sites(OtherServer server, List<List<String>> sites) {
        Function<String, DynamicNode> resource =
                site -> DynamicTest.dynamicTest(site, () -> isLimited(server, "/api/" + site));
        Stream<DynamicNode> tests = Stream.concat(
                sites.stream().flatMap(List::stream).map(resource),
                Stream.of("/servlet", "/by-filter", "/form.xhtml")
                        .map(path -> DynamicTest.dynamicTest(path, () -> isLimited(server, path))));
        return tests.onClose(server::close);
    }

    private static void isLimited(OtherServer server, String path) {
        Visitor visitor = Visitor.of(server.root());
        HttpResponse<String> admitted = visitor.get(path);
        assertThat(admitted.statusCode()).as(admitted.body()).isEqualTo(200);
        HttpResponse<String> refused = visitor.get(path);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
        assertThat(field(refused, "Content-Type")).startsWith("application/problem+json");
        assertThat(field(refused, "Retry-After")).isNotEmpty();
        assertThat(Visitor.of(server.root()).status(path)).isEqualTo(200);
    }
}
