package dev.weir.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.LimitControl;
import dev.weir.LimitOverride;
import dev.weir.admin.AdminVisit;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes by operators take effect, and each has its line in the audit log. */
class ChangesTest {

    private final AdminApplication application = new AdminApplication();

    @AfterEach
    void close() {
        application.close();
    }

    private AdminVisit.Reply change(String method, String path, String body) {
        return application
                .operator(path)
                .change(method)
                .body(body.replace('\'', '"'))
                .send();
    }

    private List<Boolean> acquire(String policy, Key key, int times) {
        return Stream.generate(() ->
                        application.runtime().limiter().acquire(policy, key, 1).allowed())
                .limit(times)
                .toList();
    }

    /** Changes the limit once more just before it removes an override, as another operator can. */
    private LimitControl overtaken() {
        LimitControl control = application.runtime().control();
        return (LimitControl) Proxy.newProxyInstance(
                LimitControl.class.getClassLoader(),
                new Class<?>[] {LimitControl.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("as")) {
                        return proxy;
                    }
                    if (method.getName().equals("remove")) {
                        control.limit("api", Key.user("alice"), "30/1h", null, "faster");
                    }
                    return method.invoke(control, arguments);
                });
    }

    @Test
    void deleteOverride_anotherTakesItsPlaceMeanwhile_isLeftAloneAndNotInTheAuditLog() {
        application.runtime().control().limit("api", Key.user("alice"), "20/1h", null, "r");
        String id = application
                .read("/overrides")
                .getJsonArray("overrides")
                .getJsonObject(0)
                .getString("id");
        AdminVisit delete = application
                .changing(overtaken(), "/overrides/" + id)
                .with("DELETE")
                .header("X-Ratelimit-Admin", "1");
        assertThat(delete.send().status()).isEqualTo(404);
        assertThat(application.runtime().control().overrides())
                .extracting(LimitOverride::value)
                .containsExactly("30/1h");
        assertThat(application.silentAudit().newestFirst()).isEmpty();
    }

    @Test
    void putOverride_limitOfAKey_holdsAndIsListedUntilItIsDeleted() {
        assertThat(acquire("api", Key.user("alice"), 11)).endsWith(true, false);
        AdminVisit.Reply made = change(
                "PUT",
                "/overrides",
                "{'policy':'api','key':'user:alice','limit':'20/1h','for':'2h','reason':'case 7'}");
        JsonObject override = AdminApplication.json(made).getJsonObject("override");
        assertThat(override.getString("kind")).isEqualTo("limit");
        assertThat(override.getString("key")).isEqualTo("user:al***");
        assertThat(override.getString("value")).isEqualTo("20/1h");
        assertThat(override.getString("by")).isEqualTo("root");
        assertThat(override.getString("reason")).isEqualTo("case 7");
        Duration lasts = Duration.between(
                Instant.parse(override.getString("since")), Instant.parse(override.getString("until")));
        assertThat(lasts).isEqualTo(Duration.ofHours(2));
        assertThat(acquire("api", Key.user("alice"), 11)).startsWith(true).endsWith(true, false);

        JsonObject listed = application.read("/overrides");
        assertThat(listed.getJsonArray("overrides")).containsExactly(override);
        String id = override.getString("id");
        assertThat(change("DELETE", "/overrides/" + id, "").status()).isEqualTo(204);
        assertThat(acquire("api", Key.user("alice"), 1)).containsExactly(false);
        assertThat(application.read("/overrides").getJsonArray("overrides")).isEmpty();
        assertThat(change("DELETE", "/overrides/" + id, "").status()).isEqualTo(404);
        assertThat(application.audited()).containsExactly("remove-limit user:al***", "limit user:al***");
    }

    @Test
    void putOverride_limitOfAll_hasNoKey() {
        JsonObject override = AdminApplication.json(
                        change("PUT", "/overrides", "{'policy':'api','limit':'1/1h','reason':'attack'}"))
                .getJsonObject("override");
        assertThat(override.get("key")).isEqualTo(JsonValue.NULL);
        assertThat(override.get("until")).isEqualTo(JsonValue.NULL);
        assertThat(acquire("api", Key.user("bob"), 2)).containsExactly(true, false);
        assertThat(application.audited()).containsExactly("limit all");
    }

    @Test
    void putOverride_tier_isThatOfTheKey() {
        JsonObject override = AdminApplication.json(
                        change("PUT", "/overrides", "{'policy':'plan','key':'acme','tier':'paid','reason':'has paid'}"))
                .getJsonObject("override");
        assertThat(override.getString("key")).isEqualTo("tenant:a***");
        assertThat(acquire("plan", Key.tenant("acme"), 51)).endsWith(true, false);
        assertThat(application.audited()).containsExactly("tier tenant:a***");
    }

    @Test
    void postOverride_tenant_isOnItsTierUnderAllPoliciesOfTenants() {
        JsonObject made = AdminApplication.json(change("POST", "/overrides", "{'tenantId':'acme','tier':'paid'}"));
        assertThat(made.getJsonObject("override").getString("policy")).isEqualTo("plan");
        assertThat(acquire("plan", Key.tenant("acme"), 6)).doesNotContain(false);
        assertThat(change("POST", "/overrides", "{'tenantId':'acme','tier':'gold'}")
                        .status())
                .isEqualTo(400);
        assertThat(change("POST", "/overrides", "{'tenantId':'acme','tier':'paid','policy':'none'}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void block_keyByText_isRefusedUntilItIsUnblocked() {
        JsonObject override = AdminApplication.json(
                        change("POST", "/block", "{'policy':'api','key':'alice','for':'15m','reason':'abuse'}"))
                .getJsonObject("override");
        assertThat(override.getString("kind")).isEqualTo("block");
        assertThat(acquire("api", Key.user("alice"), 1)).containsExactly(false);
        assertThat(change("POST", "/unblock", "{'policy':'api','key':'alice','reason':'sorry'}")
                        .status())
                .isEqualTo(204);
        assertThat(acquire("api", Key.user("alice"), 1)).containsExactly(true);
        assertThat(application.audited()).containsExactly("unblock user:al***", "block user:al***");
        JsonObject entry = application.read("/audit").getJsonArray("entries").getJsonObject(1);
        assertThat(entry.getString("who")).isEqualTo("root");
        assertThat(entry.getString("address")).isEqualTo("203.0.113.77");
        assertThat(entry.getString("reason")).isEqualTo("abuse");
        assertThat(entry.getString("before")).isEmpty();
        assertThat(entry.getString("after")).startsWith("block until 2");
    }

    @Test
    void unblock_blockOfItsOwn_endsItAndLeavesTheLimit() {
        assertThat(acquire("blocking", Key.user("alice"), 2)).containsExactly(true, false);
        JsonObject state = AdminApplication.json(application
                .operator("/keys/one")
                .query("policy", "blocking")
                .query("key", "user:alice")
                .send());
        assertThat(state.getBoolean("allowed")).isFalse();
        assertThat(Instant.parse(state.getString("blockedUntil"))).isAfter(Instant.EPOCH);
        String token = state.getString("token");
        assertThat(change("POST", "/unblock", "{'policy':'blocking','token':'" + token + "','reason':'ok'}")
                        .status())
                .isEqualTo(204);
        JsonObject after = AdminApplication.json(application
                .viewer("/keys/one")
                .query("policy", "blocking")
                .query("token", token)
                .send());
        assertThat(after.get("blockedUntil")).isEqualTo(JsonValue.NULL);
        assertThat(after.getBoolean("allowed")).isFalse();
        JsonObject entry = application.read("/audit").getJsonArray("entries").getJsonObject(0);
        assertThat(entry.getString("before")).matches("0 of 1/1h left, blocked for (900|899) s");
        assertThat(entry.getString("after")).isEqualTo("0 of 1/1h left");
    }

    @Test
    void deleteKey_used_isForgotten() {
        assertThat(acquire("api", Key.user("alice"), 11)).endsWith(false);
        AdminVisit reset = application
                .operator("/keys/one")
                .change("DELETE")
                .query("policy", "api")
                .query("key", "alice");
        assertThat(reset.send().status()).isEqualTo(204);
        assertThat(acquire("api", Key.user("alice"), 10)).doesNotContain(false);
        for (String path : new String[] {null, "/"}) {
            AdminVisit alias = application
                    .operator(path)
                    .change("DELETE")
                    .query("limiter", "api")
                    .query("key", "alice");
            assertThat(alias.send().status()).isEqualTo(204);
            assertThat(acquire("api", Key.user("alice"), 10)).doesNotContain(false);
        }
        assertThat(application.audited()).containsExactly("reset user:al***", "reset user:al***", "reset user:al***");
        JsonObject entry = application.read("/audit").getJsonArray("entries").getJsonObject(2);
        assertThat(entry.getString("before")).isEqualTo("0 of 10/1h left");
        assertThat(entry.getString("after")).isEqualTo("10 of 10/1h left");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /block     | {'policy':'none','key':'a','reason':'r'}                       | 404",
                "POST   | /block     | {'key':'a','reason':'r'}                                       | 400",
                "POST   | /block     | {'policy':'api','reason':'r'}                                  | 400",
                "POST   | /block     | {'policy':'api','key':'a'}                                     | 400",
                "POST   | /block     | {'policy':'api','key':'a','token':'b','reason':'r'}            | 400",
                "POST   | /block     | {'policy':'api','token':'b','reason':'r'}                      | 404",
                "POST   | /block     | {'policy':'api','key':'address:x','reason':'r'}                | 400",
                "POST   | /block     | {'policy':'api','key':'a','for':'soon','reason':'r'}           | 400",
                "POST   | /block     | {'policy':'api','key':'a','for':'9999d','reason':'r'}          | 400",
                "POST   | /block     | {'policy':'api','key':'a','fro':'1h','reason':'r'}             | 400",
                "POST   | /block     | {'policy':'api','key':'\\ud800','reason':'r'}                       | 400",
                "POST   | /block     | {'policy':'api','key':'a','reason':'\\udc00'}                       | 400",
                "POST   | /unblock   | {'policy':'none','key':'a','reason':'r'}                       | 404",
                "PUT    | /overrides | {'policy':'api','key':'a','reason':'r'}                        | 400",
                "PUT    | /overrides | {'policy':'api','limit':'5/1h','tier':'paid','reason':'r'}     | 400",
                "PUT    | /overrides | {'policy':'api','limit':'many','reason':'r'}                   | 400",
                "PUT    | /overrides | {'policy':'api','limit':'5/1h'}                                | 400",
                "PUT    | /overrides | {'policy':'api','tier':'paid','reason':'r'}                    | 400",
                "PUT    | /overrides | {'policy':'plan','key':'a','tier':'gold','reason':'r'}         | 400",
                "POST   | /overrides | {'tier':'paid'}                                                | 400",
                "DELETE | /overrides/x | ''                                                           | 404",
                "DELETE | /keys/one  | ''                                                             | 400",
                "DELETE | /          | ''                                                             | 400",
            })
    void change_thatBreaksARule_changesNothingAndIsNotAudited(String method, String path, String body, int status) {
        assertThat(change(method, path, body).status()).isEqualTo(status);
        assertThat(application.read("/overrides").getJsonArray("overrides")).isEmpty();
        assertThat(application.audited()).isEmpty();
    }

    /** What an operator writes reaches no header field, and only its own line. */
    @ParameterizedTest
    @ValueSource(strings = {"a\\r\\nSet-Cookie: x=1", "<script>alert(1)</script>", "\\u0000\\u2028", "%0d%0a{0}"})
    void change_strangeKeyAndReason_stayTexts(String text) {
        AdminVisit.Reply reply =
                change("POST", "/block", "{'policy':'api','key':'user:" + text + "','reason':'" + text + "'}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).doesNotContainKey("Set-Cookie").hasSize(7);
        assertThat(reply.headers().values()).noneMatch(value -> value.contains("x=1") || value.contains("script"));
        JsonObject listed =
                application.read("/overrides").getJsonArray("overrides").getJsonObject(0);
        String id = listed.getString("id");
        assertThat(id).matches("[A-Za-z0-9_-]{16}");
        assertThat(change("DELETE", "/overrides/" + id, "").status()).isEqualTo(204);
        assertThat(application.audited()).hasSize(2);
    }

    @Test
    void change_reasonThatIsTooLong_isCutInTheLogToo() {
        change("POST", "/block", "{'policy':'api','key':'alice','reason':'" + "r".repeat(1_000) + "'}");
        assertThat(application
                        .read("/audit")
                        .getJsonArray("entries")
                        .getJsonObject(0)
                        .getString("reason"))
                .hasSize(120);
    }

    /** Who ends an override that somebody has replaced meanwhile would end one that he has not seen. */
    @Test
    void deleteOverride_replacedMeanwhile_isGone() {
        try (AdminApplication application = new AdminApplication()) {
            application.runtime().control().limit("api", Key.user("alice"), "20/1h", null, "first");
            String id = application
                    .read("/overrides")
                    .getJsonArray("overrides")
                    .getJsonObject(0)
                    .getString("id");
            application.runtime().control().limit("api", Key.user("alice"), "30/1h", null, "second");
            assertThat(application
                            .operator("/overrides/" + id)
                            .change("DELETE")
                            .send()
                            .status())
                    .isEqualTo(404);
            assertThat(application.read("/overrides").getJsonArray("overrides")).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"4:203.0.113.999, 400", "6:2001:db8::/48, 400", "6:2001:DB8::/64, 200", "4:203.0.113.9, 200"})
    void block_storedAddress_isOneThatRequestsHave(String key, int status) {
        try (AdminApplication application = new AdminApplication()) {
            AdminVisit.Reply reply = application
                    .operator("/block")
                    .change("POST")
                    .body("{\"policy\":\"anonymous\",\"reason\":\"r\",\"key\":\"" + key + "\"}")
                    .send();
            assertThat(reply.status()).isEqualTo(status);
            boolean blocked = key.contains("DB8");
            assertThat(application
                            .runtime()
                            .operations()
                            .look("anonymous", Key.address("2001:db8::7"))
                            .allowed())
                    .isEqualTo(!blocked);
        }
    }
}
