package dev.weir.it.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import dev.weir.it.PayaraServer;
import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import java.net.http.HttpResponse;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the OpenAPI document of a real server says of limits. It is asked for before any resource is. */
class OpenApiIT {

    private static PayaraServer server;
    private static Config document;

    @BeforeAll
    static void ask() {
        server = PayaraServer.start("openapi", application());
        document = document(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static WebArchive application() {
        return application("openapi");
    }

    private static WebArchive application(String name) {
        return Wars.war(name, Api.class, LimitedResource.class, OpenResource.class, Orders.class)
                .addClass(Orders.Resource.class);
    }

    private static Config document(PayaraServer server) {
        HttpResponse<String> response =
                Visitor.of(server.root()).with("Accept", "application/json").get("/openapi");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ConfigFactory.parseString(response.body()).getConfig("paths");
    }

    private static Config responses(String method, String path) {
        return document.getConfig(ConfigUtil.joinPath(path, method, "responses"));
    }

    @ParameterizedTest
    @CsvSource({
        "get, /api/limited",
        // Payara does not leave out the expression
        "get, '/api/limited/{id: [0-9]{1,3}}'",
        "get, /api/orders",
        "get, '/api/open/matched/{name}'",
    })
    void operation_limited_shows429(String method, String path) {
        Config refusal = responses(method, path).getConfig("429");
        assertThat(refusal.getString("description")).contains("rate limit");
        assertThat(refusal.getConfig("headers").root().keySet())
                .containsExactlyInAnyOrder("Retry-After", "RateLimit", "RateLimit-Policy");
        assertThat(refusal.getConfig(ConfigUtil.joinPath("content", "application/problem+json", "schema", "properties"))
                        .root()
                        .keySet())
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "violated-policies");
    }

    @ParameterizedTest
    @CsvSource({
        "post, /api/limited",
        "get, /api/open",
        "get, /api/open/limited",
        "post, /api/open/matched",
        "get, /api/limited/shadow",
        "get, /api/limited/exempt",
    })
    void operation_unlimited_showsNone(String method, String path) {
        assertThat(responses(method, path).root().keySet()).isNotEmpty().doesNotContain("429");
    }

    @Test
    void operation_documentedByTheApplication_staysAsItIs() {
        Config refusal = responses("get", "/api/limited/documented").getConfig("429");
        assertThat(refusal.getString("description")).isEqualTo("In the words of the application");
        assertThat(refusal.hasPath("headers")).isFalse();
    }

    @Test
    void operation_ofAPolicyThatDisclosesLittle_showsLittle() {
        Config refusal = responses("get", "/api/limited/login").getConfig("429");
        assertThat(refusal.getConfig("headers").root().keySet()).containsExactly("Retry-After");
        assertThat(refusal.getConfig(ConfigUtil.joinPath("content", "application/problem+json", "schema", "properties"))
                        .root()
                        .keySet())
                .doesNotContain("violated-policies");
    }

    @Test
    void filter_ofTheApplication_replacesOursAndCanCallIt() {
        WebArchive war = application("openapi-own").addClass(OwnFilter.class);
        try (PayaraServer other = PayaraServer.start("openapi-own", war)) {
            Config own = document(other);
            assertThat(own.root().keySet())
                    .contains("/added")
                    .containsAll(document.root().keySet());
            assertThat(own.withoutPath(ConfigUtil.joinPath("/added"))).isEqualTo(document);
        }
    }

    @Test
    void document_askedForAfterTheResources_isTheSame() {
        try (PayaraServer other = PayaraServer.start("openapi-after", application())) {
            assertThat(Visitor.of(other.root()).status("/api/limited")).isEqualTo(200);
            assertThat(document(other)).isEqualTo(document);
        }
    }
}
