package dev.weir.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Key;
import dev.weir.admin.AdminVisit;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All answers are as {@code openapi.json} says, with a key that is used, one that is blocked, and overrides. */
class DescribedAnswersTest {

    private final AdminApplication application =
            new AdminApplication(new ShowingModule(List.of(List.of("kis", "7"), List.of("other", "0"))));
    private Described described = new Described(JsonValue.EMPTY_JSON_OBJECT);

    @BeforeEach
    void use() {
        described = new Described(application.read("/openapi.json"));
        for (int i = 0; i < 12; i++) {
            var unused = application.runtime().limiter().acquire("api", Key.user("alice"), 1);
            var unusedToo = application.runtime().limiter().acquire("blocking", Key.user("bob"), 1);
        }
        application.runtime().control().limit("api", "10/1h", null, "r");
        application.runtime().control().block("api", Key.user("carol"), Duration.ofHours(1), "r");
        application.runtime().control().tier("plan", Key.tenant("acme"), "paid", null, "r");
        assertThat(send("POST", "/unblock", "{'policy':'api','key':'carol','reason':'r'}")
                        .status())
                .isEqualTo(204);
    }

    @AfterEach
    void close() {
        application.close();
    }

    private AdminVisit.Reply send(String method, String path, String body) {
        return application
                .operator(path)
                .change(method)
                .body(body.replace('\'', '"'))
                .send();
    }

    private List<String> problems(AdminVisit.Reply reply, String path, String method) {
        JsonObject schema = described.schema(
                path, method, String.valueOf(reply.status()), reply.headers().get("Content-Type"));
        return described.problems(
                Json.createReader(new StringReader(reply.body())).readValue(), schema);
    }

    @ParameterizedTest
    @CsvSource({
        "/me",
        "/policies",
        "/overrides",
        "/audit",
        "/statistics",
        "/keys",
        "/live",
        "/endpoints",
        "/report",
        "/sections",
        "/openapi.json"
    })
    void read_answer_isAsDescribed(String path) {
        assertThat(problems(application.operator(path).send(), path, "get")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"top", "blocked", "refused"})
    void keys_ofEachState_areAsDescribed(String state) {
        AdminVisit visit = application.operator("/keys").query("state", state);
        // what is used is counted in the background
        AdminVisit.Reply reply = await().pollInterval(Duration.ofMillis(250))
                .until(visit::send, each -> each.body().contains("\"token\""));
        assertThat(problems(reply, "/keys", "get")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"api, alice", "blocking, bob", "plan, acme", "api, nobody"})
    void key_answer_isAsDescribed(String policy, String key) {
        AdminVisit.Reply reply = application
                .operator("/keys/one")
                .query("policy", policy)
                .query("key", key)
                .send();
        assertThat(problems(reply, "/keys/one", "get")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "post | /block     | {'policy':'api','key':'dave','reason':'r'}",
                "put  | /overrides | {'policy':'api','key':'dave','limit':'5/1h','for':'1h','reason':'r'}",
                "post | /overrides | {'tenantId':'acme','tier':'paid'}",
                "post | /count     | {}",
            })
    void change_answer_isAsDescribed(String method, String path, String body) {
        AdminVisit.Reply reply = send(method.toUpperCase(Locale.ROOT), path, body);
        assertThat(problems(reply, path, method)).isEmpty();
    }

    @Test
    void reveal_answer_isAsDescribed() {
        String token = AdminApplication.json(application
                        .operator("/keys/one")
                        .query("policy", "api")
                        .query("key", "alice")
                        .send())
                .getString("token");
        AdminVisit.Reply reply = application
                .operator("/keys/one/reveal")
                .header("X-Ratelimit-Admin", "1")
                .query("policy", "api")
                .query("token", token)
                .send();
        assertThat(problems(reply, "/keys/one/reveal", "get")).isEmpty();
    }

    @Test
    void refusal_document_isAsDescribed() {
        AdminVisit.Reply reply = application.operator("/keys/one").send();
        JsonObject schema = described.schema("/keys/one", "get", "default", "application/problem+json");
        assertThat(described.problems(
                        Json.createReader(new StringReader(reply.body())).readValue(), schema))
                .isEmpty();
    }

    /** The comparison itself can fail. */
    @Test
    void problems_answerOfAnotherSchema_areFound() {
        JsonObject schema = described.schema("/me", "get", "200", "application/json");
        JsonObject other = Json.createReader(new StringReader("{\"who\":7,\"admin\":true,\"more\":1,\"keys\":\"all\"}"))
                .readObject();
        assertThat(described.problems(other, schema))
                .anyMatch(each -> each.startsWith(".who: was 7"))
                .anyMatch(each -> each.startsWith(".keys: was \"all\""))
                .contains(".more: is not described", ".endpoints: is missing", ".context: is missing");
    }
}
