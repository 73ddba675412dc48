package dev.weir.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Key;
import dev.weir.admin.AdminVisit;
import dev.weir.config.Declaration;
import dev.weir.config.FilterParameters;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators read. */
class ReadsTest {

    private static JsonObject named(JsonObject policies, String name) {
        return policies.getJsonArray("policies").getValuesAs(JsonObject.class).stream()
                .filter(each -> each.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonObject object, String name) {
        return object.getJsonArray(name).getValuesAs(JsonString::getString);
    }

    @Test
    void me_operatorAndViewer_isWhoAsks() {
        try (AdminApplication application = new AdminApplication("admin.keys", "clear")) {
            JsonObject root = application.read("/me");
            assertThat(root.getString("who")).isEqualTo("root");
            assertThat(root.getBoolean("admin")).isTrue();
            assertThat(root.getString("keys")).isEqualTo("clear");
            assertThat(texts(root, "endpoints")).containsExactly("/api/hello");
            assertThat(root.getString("context")).isEqualTo("/shop");
            JsonObject vera = AdminApplication.json(application.viewer("/me").send());
            assertThat(vera.getString("who")).isEqualTo("vera");
            assertThat(vera.getBoolean("admin")).isFalse();
        }
    }

    @Test
    void policies_fourOrigins_areTold() {
        Declaration annotation = new Declaration(
                "reports", "@RateLimited on a.Reports.list()", false, Map.of("limit", "7/1m"), Optional.empty());
        List<Declaration> declared = new ArrayList<>(List.of(annotation));
        declared.addAll(FilterParameters.read("legacy", Map.of("limit", "20/1m")));
        declared.add(annotation.at("@RateLimited on a.Reports.all()"));
        try (AdminApplication application =
                new AdminApplication(declared, Map.of("legacy", List.of("/legacy/*")), "policy.user.mode", "shadow")) {
            JsonObject policies = application.read("/policies");
            assertThat(named(policies, "anonymous").getString("source")).isEqualTo("default");
            assertThat(named(policies, "user").getString("source")).isEqualTo("property");
            assertThat(named(policies, "user").getString("mode")).isEqualTo("shadow");
            JsonObject reports = named(policies, "reports");
            assertThat(reports.getString("source")).isEqualTo("annotation");
            assertThat(reports.getString("place")).isEqualTo("a.Reports.list()");
            assertThat(texts(reports, "limits")).containsExactly("7/1m");
            assertThat(texts(reports, "appliesAt"))
                    .containsExactly("@RateLimited on a.Reports.list()", "@RateLimited on a.Reports.all()");
            JsonObject legacy = named(policies, "legacy");
            assertThat(legacy.getString("source")).isEqualTo("filter");
            assertThat(texts(legacy, "appliesAt")).containsExactly("filter \"legacy\" in web.xml at /legacy/*");
            JsonObject api = named(policies, "api");
            assertThat(api.getString("source")).isEqualTo("property");
            assertThat(api.get("place")).isEqualTo(JsonValue.NULL);
            assertThat(api.getString("scope")).isEqualTo("user");
            assertThat(api.getString("algorithm")).isEqualTo("sliding-window");
            assertThat(api.getInt("rollout")).isEqualTo(100);
            assertThat(texts(api, "appliesAt")).first().isEqualTo("match /api/**");
            assertThat(named(policies, "blocking").getInt("blockMillis")).isEqualTo(900_000);
        }
    }

    @Test
    void policies_propertyOverAnAnnotation_isTheOrigin() {
        Declaration annotation = new Declaration(
                "api", "@RateLimited on a.Api.list()", false, Map.of("limit", "7/1m"), Optional.empty());
        try (AdminApplication application = new AdminApplication(List.of(annotation), Map.of())) {
            JsonObject api = named(application.read("/policies"), "api");
            assertThat(api.getString("source")).isEqualTo("property");
            assertThat(texts(api, "limits")).containsExactly("10/1h");
        }
    }

    @Test
    void policies_tiersAndOverrides_areAmongThem() {
        try (AdminApplication application = new AdminApplication()) {
            application.runtime().control().limit("plan", Key.tenant("acme"), "7/1h", null, "r");
            JsonObject plan = named(application.read("/policies"), "plan");
            List<JsonObject> tiers = plan.getJsonArray("tiers").getValuesAs(JsonObject.class);
            assertThat(tiers).extracting(each -> each.getString("name")).containsExactly("free", "paid");
            assertThat(texts(tiers.get(1), "limits")).containsExactly("50/1h");
            assertThat(plan.getJsonArray("overrides").getJsonObject(0).getString("key"))
                    .isEqualTo("tenant:a***");
            assertThat(named(application.read("/policies"), "api").getJsonArray("overrides"))
                    .isEmpty();
        }
    }

    @Test
    void key_used_isShownWithoutTakingAnything() {
        try (AdminApplication application = new AdminApplication()) {
            var unused = application.runtime().limiter().acquire("api", Key.user("alice"), 3);
            AdminVisit asked =
                    application.viewer("/keys/one").query("policy", "api").query("key", "alice");
            JsonObject state = AdminApplication.json(asked.send());
            assertThat(AdminApplication.json(asked.send()).getInt("remaining")).isEqualTo(7);
            assertThat(state.getString("key")).isEqualTo("user:al***");
            assertThat(state.getBoolean("allowed")).isTrue();
            assertThat(state.getInt("remaining")).isEqualTo(7);
            assertThat(state.getInt("retryAfterMillis")).isZero();
            assertThat(state.get("blockedUntil")).isEqualTo(JsonValue.NULL);
            assertThat(state.getString("source")).isEqualTo("local");
            JsonObject limit = state.getJsonArray("limits").getJsonObject(0);
            assertThat(limit.getString("limit")).isEqualTo("10/1h");
            assertThat(limit.getInt("remaining")).isEqualTo(7);
            assertThat(limit.getJsonNumber("resetAfterMillis").longValue()).isBetween(1L, 7_200_000L);
        }
    }

    /** A key that never asked has the whole bucket left, and not more than that. */
    @Test
    void key_bucketWithABurst_hasTheBurstBesideTheLimit() {
        try (AdminApplication application =
                new AdminApplication("policy.api.algorithm", "token-bucket", "policy.api.burst", "25")) {
            JsonObject limit = AdminApplication.json(application
                            .operator("/keys/one")
                            .query("policy", "api")
                            .query("key", "alice")
                            .send())
                    .getJsonArray("limits")
                    .getJsonObject(0);
            assertThat(limit.getString("limit")).isEqualTo("10/1h");
            assertThat(limit.getInt("burst")).isEqualTo(25);
            assertThat(limit.getInt("remaining")).isEqualTo(25);
        }
    }

    /** By whatever limits hold for the key, and of these the fullest. */
    @ParameterizedTest
    @CsvSource({"'10/1m,100/1h', , 0.2", "5/1h, , 0.4", "5/1h, 50/1h, 0.04"})
    void keys_used_isTheLargestShareOfTheLimitsThatHold(String limits, String override, double share) {
        try (AdminApplication application = new AdminApplication("policy.api.limit", limits)) {
            Key alice = Key.user("alice");
            if (override != null) {
                application.runtime().control().limit("api", alice, override, null, "r");
            }
            var unused = application.runtime().limiter().acquire("api", alice, 2);
            AdminVisit visit = application.operator("/keys").query("policy", "api");
            // what is used is counted in the background
            AdminVisit.Reply reply = await().pollInterval(Duration.ofMillis(250))
                    .until(visit::send, each -> each.body().contains("\"token\""));
            JsonObject listed =
                    AdminApplication.json(reply).getJsonArray("keys").getJsonObject(0);
            assertThat(listed.getJsonNumber("used").doubleValue()).isEqualTo(share);
        }
    }

    @Test
    void key_unlimited_hasNothingLeftToTell() {
        try (AdminApplication application = new AdminApplication("policy.api.limit", "unlimited")) {
            JsonObject state = AdminApplication.json(application
                    .operator("/keys/one")
                    .query("policy", "api")
                    .query("key", "alice")
                    .send());
            assertThat(state.get("remaining")).isEqualTo(JsonValue.NULL);
            assertThat(state.getJsonArray("limits")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"masked, user:al***", "clear, user:alice", "hidden, ***"})
    void keys_asConfigured_areShownEverywhere(String shown, String text) {
        try (AdminApplication application = new AdminApplication("admin.keys", shown)) {
            application.runtime().control().block("api", Key.user("alice"), null, "r");
            JsonObject one = AdminApplication.json(application
                    .operator("/keys/one")
                    .query("policy", "api")
                    .query("key", "alice")
                    .send());
            assertThat(one.getString("key")).isEqualTo(text);
            assertThat(one.getJsonArray("overrides").getJsonObject(0).getString("key"))
                    .isEqualTo(text);
            assertThat(application
                            .read("/overrides")
                            .getJsonArray("overrides")
                            .getJsonObject(0)
                            .getString("key"))
                    .isEqualTo(text);
            assertThat(named(application.read("/policies"), "api")
                            .getJsonArray("overrides")
                            .getJsonObject(0)
                            .getString("key"))
                    .isEqualTo(text);
            AdminVisit.Reply reset = application
                    .operator("/keys/one")
                    .change("DELETE")
                    .query("policy", "api")
                    .query("key", "alice")
                    .send();
            assertThat(reset.status()).isEqualTo(204);
            assertThat(application.operator("/audit").send().body()).doesNotContain("alice");
        }
    }

    /** With the tokens of a list it would prove that the name is right. */
    @ParameterizedTest
    @CsvSource({"masked, viewer, false", "masked, admin, true", "hidden, admin, false", "clear, viewer, false"})
    void key_named_hasNoTokenForThoseWhoGuess(String shown, String who, boolean told) {
        try (AdminApplication application = new AdminApplication("admin.keys", shown)) {
            application.runtime().control().block("api", Key.user("alice"), null, "r");
            AdminVisit asked =
                    who.equals("viewer") ? application.viewer("/keys/one") : application.operator("/keys/one");
            String listed = application
                    .read("/overrides")
                    .getJsonArray("overrides")
                    .getJsonObject(0)
                    .getString("token");
            JsonObject one = AdminApplication.json(
                    asked.query("policy", "api").query("key", "alice").send());
            JsonObject override = one.getJsonArray("overrides").getJsonObject(0);
            assertThat(one.getString("token", "none").equals(listed)).isEqualTo(told);
            assertThat(override.getString("token", "none").equals(listed)).isEqualTo(told);
            assertThat(override.isNull("id")).isEqualTo(!told);
            JsonObject referred = AdminApplication.json(
                    asked.query("policy", "api").query("token", listed).send());
            assertThat(referred.getString("token")).isEqualTo(listed);
        }
    }

    @Test
    void reveal_token_isAuditedAndForAdministratorsAlone() {
        try (AdminApplication application = new AdminApplication()) {
            JsonObject one = AdminApplication.json(application
                    .operator("/keys/one")
                    .query("policy", "api")
                    .query("key", "alice")
                    .send());
            AdminVisit viewer = application
                    .viewer("/keys/one/reveal")
                    .header("X-Ratelimit-Admin", "1")
                    .query("policy", "api")
                    .query("token", one.getString("token"));
            assertThat(viewer.send().status()).isEqualTo(403);
            assertThat(application.audited()).isEmpty();
            AdminVisit bySite = viewer.as("root", "ratelimit-admin").header("X-Ratelimit-Admin");
            assertThat(bySite.send().status()).isEqualTo(403);
            assertThat(application.audited()).isEmpty();
            JsonObject revealed = AdminApplication.json(viewer.as("root", "ratelimit-admin")
                    .query("reason", "case 7")
                    .send());
            assertThat(revealed.getString("key")).isEqualTo("user:alice");
            assertThat(application.audited()).containsExactly("reveal user:al***");
            AdminVisit none = application
                    .operator("/keys/one/reveal")
                    .header("X-Ratelimit-Admin", "1")
                    .query("policy", "api")
                    .query("token", "x");
            assertThat(none.send().status()).isEqualTo(404);
            assertThat(application.audited()).hasSize(1);
        }
    }

    @Test
    void reveal_hiddenKeys_isForbidden() {
        try (AdminApplication application = new AdminApplication("admin.keys", "hidden")) {
            application.runtime().control().block("api", Key.user("alice"), null, "r");
            JsonObject one =
                    application.read("/overrides").getJsonArray("overrides").getJsonObject(0);
            AdminVisit.Reply reply = application
                    .operator("/keys/one/reveal")
                    .header("X-Ratelimit-Admin", "1")
                    .query("policy", "api")
                    .query("token", one.getString("token"))
                    .send();
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.body()).doesNotContain("alice");
        }
    }

    @ParameterizedTest
    @CsvSource({"none, alice, 404", "'', alice, 400", "api, '', 400", "api, address:alice, 400", "<x>, alice, 404"})
    void key_wrongQuery_isRefusedWithoutRepeatingIt(String policy, String key, int status) {
        try (AdminApplication application = new AdminApplication()) {
            AdminVisit.Reply reply = application
                    .operator("/keys/one")
                    .query("policy", policy)
                    .query("key", key)
                    .send();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.body()).doesNotContain("alice").doesNotContain("<x>");
        }
    }

    /** With a secret only digests are stored: what was changed can be removed, and acted on by the key itself. */
    @Test
    void token_digestAlone_saysThatTheKeyIsNeeded() {
        try (AdminApplication application = new AdminApplication("keys.secret", "sesame-sesame-sesame")) {
            application.runtime().control().block("api", Key.user("alice"), null, "r");
            JsonObject override =
                    application.read("/overrides").getJsonArray("overrides").getJsonObject(0);
            assertThat(override.getString("key")).matches("hmac:[0-9a-f]{2}\\*\\*\\*");
            AdminVisit unblock = application.operator("/unblock").change("POST");
            assertThat(unblock.body("{\"policy\":\"api\",\"reason\":\"r\",\"token\":\"" + override.getString("token")
                                    + "\"}")
                            .send()
                            .status())
                    .isEqualTo(409);
            assertThat(unblock.body("{\"policy\":\"api\",\"reason\":\"r\",\"key\":\"alice\"}")
                            .send()
                            .status())
                    .isEqualTo(204);
            assertThat(application.read("/overrides").getJsonArray("overrides")).isEmpty();
        }
    }

    @Test
    void read_spellingsOfANameThatIsFolded_areCountedTogether() {
        try (AdminApplication application = new AdminApplication("user.normalize", "lower-nfkc")) {
            assertThat(application.operator("/me").statuses(20)).containsOnly(200);
            assertThat(application
                            .operator("/me")
                            .as("ROOT", "ratelimit-admin")
                            .send()
                            .status())
                    .isEqualTo(429);
        }
        try (AdminApplication application = new AdminApplication()) {
            assertThat(application.operator("/me").statuses(20)).containsOnly(200);
            assertThat(application
                            .operator("/me")
                            .as("ROOT", "ratelimit-admin")
                            .send()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void openApi_document_hasEveryRouteAndNoOther() {
        try (AdminApplication application = new AdminApplication()) {
            JsonObject document = application.read("/openapi.json");
            TreeSet<String> described = new TreeSet<>();
            document.getJsonObject("paths")
                    .forEach((path, item) -> item.asJsonObject()
                            .keySet()
                            .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + ' ' + path)));
            TreeSet<String> routes = new TreeSet<>();
            Resources.of(
                            application.runtime().operations().administration().orElseThrow(),
                            application.runtime().operations())
                    .resources()
                    .forEach(each -> each.routes().forEach(route -> routes.add(route.method() + " /" + route.path())));
            assertThat(described).isEqualTo(routes);
        }
    }
}
