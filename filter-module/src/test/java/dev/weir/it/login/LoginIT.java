package dev.weir.it.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Wars;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logins by username on Payara Micro, and bodies that are read as if nobody had looked at them. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class LoginIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> WAYS = List.of(
            "nothing",
            "stream",
            "bytes",
            "reader",
            "utf8-reader",
            "parameters",
            "utf8-parameters",
            "parameters-then-stream",
            "stream-then-parameters",
            "stream-then-reader",
            "reader-then-stream",
            "listener",
            "async");
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("login", ReadingServlet.class, PartsServlet.class, Api.class, LoginsResource.class);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + root.getPort() + root.getPath().replaceAll("/$", "") + path;
    }

    /** An address that nobody has used yet. */
    private static String address() {
        int next = ADDRESSES.incrementAndGet();
        return "198.19." + next / 250 + "." + next % 250;
    }

    private HttpResponse<String> send(String path, String type, String body, String address, String... more) {
        Map<String, String> fields = new LinkedHashMap<>(Map.of("X-Forwarded-For", address));
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        String way = fields.getOrDefault("X-Way", "nothing");
        fields.remove("X-Way");
        return new SentBody("", type, body.getBytes(StandardCharsets.UTF_8), false)
                .send("POST", url(path), way, fields);
    }

    private int attempt(String username, String status, String address) {
        return send("/looked/attempts", FORM, "username=" + username, address, "X-Status", status)
                .statusCode();
    }

    @Test
    void everyWayOfReading_looked_readsTheSame() {
        Set<String> unanswered = new TreeSet<>();
        for (SentBody body : SentBody.all()) {
            for (String way : WAYS) {
                for (String method : List.of("POST", "PUT")) {
                    if (!unanswered.contains(way)) {
                        compare(body, way, method, unanswered);
                    }
                }
            }
        }
        // Payara does not call each listener
        assertThat(unanswered).isSubsetOf("listener");
    }

    /** @param unanswered gets ways in which the server does not answer though nobody has looked */
    private void compare(SentBody body, String way, String method, Set<String> unanswered) {
        Map<String, String> fields = Map.of("X-Forwarded-For", address());
        String query = "/x?a=0&q=%C3%A9";
        Optional<HttpResponse<String>> plain =
                body.send(method, url("/plain" + query), way, fields, Duration.ofSeconds(10));
        if (plain.isEmpty()) {
            unanswered.add(way);
        } else if (plain.get().statusCode() != 500) {
            for (String rule : List.of("form", "json")) {
                HttpResponse<String> looked = body.send(method, url("/looked/" + rule + query), way, fields);
                assertThat(looked.statusCode())
                        .as("%s: %s %s, %s", body, method, way, rule)
                        .isEqualTo(plain.get().statusCode());
                assertThat(looked.body())
                        .as("%s: %s %s, %s", body, method, way, rule)
                        .isEqualTo(plain.get().body());
            }
        }
    }

    @Test
    void username_fromManyAddresses_isRefusedButForItsUser() {
        String home = address();
        assertThat(attempt("victim", "200", home)).isEqualTo(200);
        assertThat(Stream.of("victim", "VICTIM", "%EF%BD%96ictim").map(spelling -> attempt(spelling, "401", address())))
                .containsExactly(401, 401, 401);
        assertThat(attempt("victim", "401", address())).isEqualTo(429);
        assertThat(attempt("victim", "200", address())).isEqualTo(429);
        assertThat(attempt("victim", "200", home)).isEqualTo(200);
        assertThat(attempt("somebody-else", "401", address())).isEqualTo(401);
    }

    @Test
    void refusal_isDiscreet() {
        String address = address();
        for (int i = 0; i < 3; i++) {
            assertThat(attempt("discreet" + i, "401", address)).isEqualTo(401);
        }
        HttpResponse<String> refused = send("/looked/attempts", FORM, "username=another", address);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().map()).doesNotContainKeys("ratelimit", "ratelimit-policy");
        assertThat(refused.body()).doesNotContain("attempts").doesNotContain("another");
    }

    @Test
    void asyncLogin_countsWhenItHasEnded() {
        for (int i = 0; i < 3; i++) {
            assertThat(send("/looked/attempts", FORM, "username=async", address(), "X-Way", "async", "X-Status", "200")
                            .statusCode())
                    .isEqualTo(200);
        }
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> failed =
                    send("/looked/attempts", FORM, "username=async", address(), "X-Way", "async", "X-Status", "401");
            assertThat(failed.statusCode()).isEqualTo(401);
            assertThat(failed.body())
                    .isEqualTo(Base64.getEncoder().encodeToString("username=async".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(attempt("async", "401", address())).isEqualTo(429);
    }

    @Test
    void parts_areReadByTheContainerAndCounted() {
        String body = "--b\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\nparted\r\n--b--\r\n";
        String type = "multipart/form-data; boundary=b";
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answered =
                    send("/looked/parts/x", type, body, address(), "X-Way", "parts", "X-Status", "401");
            assertThat(answered.statusCode()).isEqualTo(401);
            assertThat(answered.body()).isEqualTo("username=parted;parted");
        }
        assertThat(send("/looked/parts/x", type, body, address(), "X-Status", "401")
                        .statusCode())
                .isEqualTo(429);
        assertThat(send("/looked/parts/x", FORM, "username=PARTED", address(), "X-Status", "401")
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    void annotatedResource_form_isCountedByUsername() {
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> failed = send("/api/logins/form", FORM, "username=alice&password=wrong", address());
            assertThat(failed.statusCode()).isEqualTo(401);
            assertThat(failed.body()).isEqualTo("alice");
        }
        assertThat(send("/api/logins/form", FORM, "username=Alice&password=right", address())
                        .statusCode())
                .isEqualTo(429);
        assertThat(send("/api/logins/form", FORM, "username=bob&password=right", address())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void annotatedResource_json_isCountedByUsername() {
        String wrong = "{\"user\":{\"name\":\"alice\"},\"password\":\"wrong\"}";
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> failed = send("/api/logins/json", "application/json", wrong, address());
            assertThat(failed.statusCode()).isEqualTo(401);
            assertThat(failed.body()).isEqualTo(wrong);
        }
        assertThat(send("/api/logins/json", "text/plain", wrong, address()).statusCode())
                .isEqualTo(429);
        String other = "{\"user\":{\"name\":\"bob\"},\"password\":\"right\"}";
        assertThat(send("/api/logins/json", "application/json", other, address())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void event_tellsASuccessThatTheStatusDoesNot() {
        String home = address();
        assertThat(send("/api/logins/told", FORM, "username=told&password=right", home)
                        .statusCode())
                .isEqualTo(200);
        for (int i = 0; i < 2; i++) {
            assertThat(send("/api/logins/told", FORM, "username=told&password=wrong", address())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(send("/api/logins/told", FORM, "username=told&password=wrong", address())
                        .statusCode())
                .isEqualTo(429);
        assertThat(send("/api/logins/told", FORM, "username=told&password=right", home)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void basicCredentials_areCountedByUsername() {
        String credentials = "Basic " + Base64.getEncoder().encodeToString("basic:x".getBytes(StandardCharsets.UTF_8));
        for (int status : List.of(401, 401, 429)) {
            assertThat(send("/looked/basic", "", "", address(), "X-Status", "401", "Authorization", credentials)
                            .statusCode())
                    .isEqualTo(status);
        }
    }
}
