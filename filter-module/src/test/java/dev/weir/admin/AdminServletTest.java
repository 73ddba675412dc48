package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in, and what is answered. */
class AdminServletTest extends RecordedThings {

    @ParameterizedTest
    @CsvSource({
        "GET,    /things,        401, 403, 200, 200",
        "HEAD,   /things,        401, 403, 200, 200",
        "GET,    /things/secret, 401, 403, 403, 200",
        "POST,   /things,        401, 403, 403, 204",
        "PUT,    /things,        401, 403, 405, 405",
        "DELETE, /things,        401, 403, 405, 405",
        "DELETE, /things/7,      401, 403, 403, 204",
        "GET,    /things/7,      401, 403, 405, 405",
        "GET,    /nothing,       401, 403, 404, 404",
        "POST,   /nothing,       401, 403, 404, 404",
        "GET,    /things/,       401, 403, 405, 405",
        "GET,    /../things,     401, 403, 404, 404",
        "OPTIONS,/things,        401, 403, 405, 405",
        "OPTIONS,/nothing,       401, 403, 404, 404",
        "TRACE,  /things,        401, 403, 405, 405",
        "PATCH,  /things,        401, 403, 405, 405",
        "get,    /things,        401, 403, 405, 405",
    })
    void service_methodPathAndRole_areLetInOrNot(
            String method, String path, int anonymous, int neither, int viewer, int operator) {
        AdminVisit asked = visit(path).change(method).body("{}");
        assertThat(asked.send().status()).isEqualTo(anonymous);
        assertThat(asked.as("bob", "customer").send().status()).isEqualTo(neither);
        assertThat(asked.as("vera", VIEWER).send().status()).isEqualTo(viewer);
        assertThat(asked.as("root", OPERATOR).send().status()).isEqualTo(operator);
    }

    @Test
    void service_everyAnswer_hasTheFieldsOfSecurityAndNoneOfCors() {
        for (AdminVisit each : List.of(visit("/things"), operator("/things"), operator("/no"), change())) {
            AdminVisit.Reply reply =
                    each.header("Origin", "https://evil.example").send();
            assertThat(reply.headers())
                    .containsEntry("Cache-Control", "no-store")
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("X-Frame-Options", "DENY")
                    .containsEntry("Referrer-Policy", "no-referrer")
                    .containsEntry(
                            "Content-Security-Policy",
                            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
            assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("Access-Control"));
        }
    }

    @Test
    void service_refused_isAProblemDocument() {
        AdminVisit.Reply reply = operator("/nothing").send();
        assertThat(reply.headers()).containsEntry("Content-Type", "application/problem+json");
        assertThat(reply.body())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                        + "\"detail\":\"there is nothing here\"}");
        assertThat(operator("/things").with("PUT").send().headers()).containsEntry("Allow", "GET, HEAD, POST");
    }

    @Test
    void service_pathWithoutSlash_isSentToTheOneWithASlash() {
        AdminVisit.Reply reply = operator(null).header("Host", "evil.example").send();
        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.headers()).containsEntry("Location", "/shop/ops/");
        assertThat(visit(null).send().status()).isEqualTo(401);
    }

    @Test
    void service_containerThatChallenges_answersItself() {
        AdminVisit.Reply reply = visit("/things").challengedAt("192.0.2.1").send();
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).isEmpty();
        assertThat(operator("/things").challengedAt("192.0.2.1").send().status())
                .isEqualTo(200);
    }

    @Test
    void service_silentCluster_isUnavailable() {
        changing = call -> {
            throw RejectedCall.busy("the cluster does not answer");
        };
        AdminVisit.Reply reply = change().send();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers()).containsEntry("Retry-After", "1");
        assertThat(reply.body()).contains("\"detail\":\"the cluster does not answer\"");
    }

    @Test
    void service_errorOfOurOwn_tellsNothingOfIt() {
        for (RuntimeException each : List.of(
                new UnsupportedOperationException("secret"),
                new IllegalArgumentException("secret"),
                new IllegalStateException("secret"))) {
            changing = call -> {
                throw each;
            };
            AdminVisit.Reply reply = change().send();
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.body()).doesNotContain("secret");
        }
    }

    @Test
    void call_parameterTwice_isMalformed() {
        changing = call -> Answer.json(json -> json.write("q", call.query("q").orElse("none")));
        assertThat(change().query("q", "a").send().body()).isEqualTo("{\"q\":\"a\"}");
        assertThat(change().query("q", "").send().body()).isEqualTo("{\"q\":\"none\"}");
        assertThat(change().query("q", "a", "b").send().status()).isEqualTo(400);
    }

    @Test
    void service_head_hasTheLengthAndNoBody() {
        AdminVisit.Reply reply = operator("/things").with("HEAD").send();
        assertThat(reply.headers()).containsEntry("Content-Length", "7");
        assertThat(reply.body()).isEmpty();
    }
}
