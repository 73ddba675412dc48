package dev.weir.it.admin;

import static dev.weir.admin.OperatorClient.ADMIN;
import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.admin.OperatorClient;
import dev.weir.admin.client.RatelimitApi;
import dev.weir.admin.client.model.AuditEntry;
import dev.weir.admin.client.model.Block;
import dev.weir.admin.client.model.LimitOverride;
import dev.weir.admin.client.model.NewOverride;
import dev.weir.admin.client.model.Policy;
import dev.weir.admin.client.model.PolicyStatistics;
import dev.weir.admin.client.model.Statistics;
import dev.weir.admin.client.model.Unblock;
import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Administration on Payara Micro: each test has operators of its own, because each may ask 20 times a second. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class AdminIT {

    private static final String OPS = "/ops/limits/";

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("admin", Operators.class, HelloServlet.class);
    }

    private Visitor visitor() {
        return Visitor.of(root);
    }

    private static Visitor changing(Visitor operator) {
        return operator.with("X-Ratelimit-Admin", "1").with("Content-Type", "application/json");
    }

    private static JsonObject json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.createReader(new StringReader(response.body())).readObject();
    }

    @ParameterizedTest
    @CsvSource({"me", "policies", "overrides", "audit", "statistics", "keys", "live", "endpoints", "openapi.json", "''"
    })
    void read_byRole_isAnsweredOrNot(String resource) {
        HttpResponse<String> anonymous = visitor().get(OPS + resource);
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(field(anonymous, "WWW-Authenticate")).startsWith("Basic");
        assertThat(visitor().as("bob").status(OPS + resource)).isEqualTo(403);
        assertThat(visitor().as("vera-" + resource.length()).status(OPS + resource))
                .isEqualTo(200);
        HttpResponse<String> answer = visitor().as("root-" + resource.length()).get(OPS + resource);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(field(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(field(answer, "Content-Security-Policy")).startsWith("default-src 'self'");
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void path_withoutSlash_isRedirected() {
        HttpResponse<String> answer = visitor().as("root-redirect").get("/ops/limits");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(field(answer, "Location")).endsWith("/admin/ops/limits/");
    }

    /** The limit of all paths is 3: who administers does not use it up, however the path is spelt. */
    @Test
    void adminPath_inAllSpellings_isNotLimited() {
        Visitor root = visitor().as("root-spelling");
        for (String path : new String[] {
            "/ops/limits/me", "//ops/limits/me", "/x/../ops/limits/me", "/ops/./limits//me", "/%6Fps/limits/me"
        }) {
            HttpResponse<String> answer = root.get(path);
            assertThat(answer.statusCode()).as(path).isIn(200, 400, 404);
            assertThat(field(answer, "RateLimit")).as(path).isEmpty();
        }
        assertThat(root.statuses("/hello", 4)).containsExactly(200, 200, 200, 429);
        assertThat(root.status(OPS + "me")).isEqualTo(200);
    }

    /** None of them is below the admin path for the container, so that each is limited. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ops/limitsx",
                "/ops",
                "/ops/limits/../hello",
                "/ops/limits/%2e%2e/hello",
                "/OPS/limits/me",
                "/ops/hello",
                "/hello?/ops/limits/",
                "/hello;/ops/limits/me"
            })
    void otherPath_isLimited(String path) {
        Visitor visitor = visitor();
        assertThat(visitor.statuses(path, 4)).endsWith(429);
    }

    @Test
    void block_untilUnblocked_isRefused() {
        Visitor root = changing(visitor().as("root-block"));
        Visitor alice = visitor();
        assertThat(alice.status("/hello")).isEqualTo(200);
        JsonObject made = json(root.send(
                "POST", OPS + "block", "{\"policy\":\"api\",\"key\":\"" + key(alice) + "\",\"reason\":\"it\"}"));
        assertThat(made.getJsonObject("override").getString("by")).isEqualTo("root-block");
        assertThat(alice.status("/hello")).isEqualTo(429);
        assertThat(root.send(
                                "POST",
                                OPS + "unblock",
                                "{\"policy\":\"api\",\"key\":\"" + key(alice) + "\",\"reason\":\"it\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(alice.status("/hello")).isEqualTo(200);
        JsonObject last = json(root.get(OPS + "audit")).getJsonArray("entries").getJsonObject(0);
        assertThat(last.getString("who")).isEqualTo("root-block");
    }

    /** Under scope client, of who is not authenticated. */
    private static String key(Visitor visitor) {
        return "address:" + visitor.address();
    }

    @Test
    void reset_usedUp_isFreeAgain() {
        Visitor used = visitor();
        assertThat(used.statuses("/hello", 4)).endsWith(429);
        Visitor root = visitor().as("root-reset").with("X-Ratelimit-Admin", "1");
        assertThat(root.send("DELETE", OPS + "?limiter=api&key=" + used.address())
                        .statusCode())
                .isEqualTo(204);
        assertThat(used.status("/hello")).isEqualTo(200);
    }

    @Test
    void change_thatAnotherSiteCouldCause_changesNothing() {
        String body = "{\"policy\":\"api\",\"limit\":\"1/1h\",\"reason\":\"it\"}";
        Visitor root = visitor().as("root-csrf");
        assertThat(root.with("Content-Type", "application/json")
                        .send("PUT", OPS + "overrides", body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(changing(root)
                        .with("Origin", "https://evil.example")
                        .send("PUT", OPS + "overrides", body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(changing(root)
                        .with("Sec-Fetch-Site", "cross-site")
                        .send("PUT", OPS + "overrides", body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(changing(visitor().as("vera-csrf"))
                        .send("PUT", OPS + "overrides", body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(root.send("OPTIONS", OPS + "overrides").statusCode()).isEqualTo(405);
        assertThat(json(root.get(OPS + "overrides")).getJsonArray("overrides"))
                .noneMatch(each -> each.asJsonObject().getString("kind").equals("limit"));
        String own = "http://127.0.0.1:" + root().getPort();
        HttpResponse<String> made = changing(root).with("Origin", own).send("PUT", OPS + "overrides", body);
        String id = json(made).getJsonObject("override").getString("id");
        assertThat(changing(root).send("DELETE", OPS + "overrides/" + id).statusCode())
                .isEqualTo(204);
    }

    private URI root() {
        return root;
    }

    @Test
    void body_ofAMegabyte_isTooLarge() {
        HttpResponse<String> answer =
                changing(visitor().as("root-large")).send("POST", OPS + "block", "x".repeat(1 << 20));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(visitor().as("root-large").status(OPS + "me")).isEqualTo(200);
    }

    /** The client that the build generates of {@code openapi.json}. */
    @Test
    void generatedClient_readsAndChanges_whatRequestsMeet() throws Exception {
        RatelimitApi client = OperatorClient.of(
                URI.create("http://127.0.0.1:" + root.getPort() + "/admin/ops/limits"), "root-client");
        Visitor alice = visitor();
        assertThat(alice.statuses("/hello", 4)).endsWith(200, 429);
        assertThat(client.statistics().getMode()).isEqualTo(Statistics.ModeEnum.CLUSTER);
        assertThat(client.statistics().getPolicies())
                .filteredOn(each -> each.getName().equals("api"))
                .singleElement()
                .satisfies(api -> assertThat(api.getRefused()).isPositive())
                .satisfies(api -> assertThat(api.getAllowed()).isGreaterThanOrEqualTo(3));
        assertThat(client.policies().getPolicies())
                .extracting(Policy::getName)
                .containsExactlyElementsOf(client.statistics().getPolicies().stream()
                        .map(PolicyStatistics::getName)
                        .toList());
        assertThat(client.key("api", key(alice), null).getRemaining()).isZero();
        NewOverride five =
                new NewOverride().policy("api").key(key(alice)).limit("5/1h").reason("it");
        LimitOverride made = client.putOverride(ADMIN, five).getOverride();
        assertThat(alice.statuses("/hello", 3)).containsExactly(200, 200, 429);
        client.deleteOverride(ADMIN, made.getId(), "it");
        assertThat(client.overrides().getOverrides()).doesNotContain(made);
        Visitor bob = visitor();
        client.block(ADMIN, new Block().policy("api").key(key(bob)).reason("it"));
        assertThat(bob.status("/hello")).isEqualTo(429);
        assertThat(client.key("api", key(bob), null).getAllowed()).isFalse();
        client.unblock(ADMIN, new Unblock().policy("api").key(key(bob)).reason("it"));
        assertThat(bob.status("/hello")).isEqualTo(200);
        assertThat(client.audit().getEntries())
                .filteredOn(each -> each.getWho().equals("root-client"))
                .extracting(AuditEntry::getAction)
                .containsExactly("unblock", "block", "remove-limit", "limit");
    }
}
