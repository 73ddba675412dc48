package dev.weir.it.filter;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
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

/** What clients see of the limits that the filter applies, with every dialect of header fields at once. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ResponseIT {

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("response", EchoServlet.class);
    }

    private Visitor visitor() {
        return Visitor.of(root);
    }

    /** What somebody is told whose second request is one too many. */
    private static HttpResponse<String> refused(Visitor visitor, String path) {
        assertThat(visitor.status(path)).isEqualTo(200);
        HttpResponse<String> refused = visitor.get(path);
        assertThat(refused.statusCode()).isEqualTo(429);
        return refused;
    }

    @Test
    void refusal_ofProgram_isAProblem() {
        HttpResponse<String> refused = refused(visitor(), "/hourly");
        int wait = Integer.parseInt(field(refused, "Retry-After"));
        // a permit of the sliding window comes back after the window and a sixteenth
        assertThat(wait).isBetween(3590, 3600 + 225);
        assertThat(field(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(field(refused, "Cache-Control")).isEqualTo("no-store");
        assertThat(refused.body())
                .isEqualTo("{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\","
                        + "\"title\":\"Request cannot be satisfied as assigned quota has been exceeded\","
                        + "\"status\":429,\"detail\":\"Retry after " + wait + " seconds.\","
                        + "\"violated-policies\":[\"hourly\"]}");
    }

    @Test
    void draft11_admittedAndRefused_saysWhatIsLeft() {
        Visitor visitor = visitor();
        HttpResponse<String> admitted = visitor.get("/several");
        assertThat(field(admitted, "RateLimit-Policy"))
                .isEqualTo("\"several-60s\";q=2;w=60, \"several-3600s\";q=10;w=3600");
        assertThat(field(admitted, "RateLimit")).matches("\"several-60s\";r=1;t=\\d+, \"several-3600s\";r=9;t=\\d+");
        visitor.get("/several");
        HttpResponse<String> refused = visitor.get("/several");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(field(refused, "RateLimit")).matches("\"several-60s\";r=0;t=\\d+, \"several-3600s\";r=8;t=\\d+");
        assertThat(Integer.parseInt(field(refused, "Retry-After"))).isBetween(50, 64);
    }

    @Test
    void draft11_windowBelowASecond_hasNoWindow() {
        assertThat(field(visitor().get("/small-window"), "RateLimit-Policy")).isEqualTo("\"small-window\";q=5");
    }

    @Test
    void otherDialects_several_nameTheLimitThatIsClosestToItsEnd() {
        HttpResponse<String> admitted = visitor().get("/several");
        assertThat(field(admitted, "RateLimit-Limit")).isEqualTo("2");
        assertThat(field(admitted, "RateLimit-Remaining")).isEqualTo("1");
        assertThat(Long.parseLong(field(admitted, "RateLimit-Reset"))).isBetween(1L, 64L);
        assertThat(field(admitted, "X-RateLimit-Limit")).isEqualTo("2");
        assertThat(field(admitted, "X-RateLimit-Remaining")).isEqualTo("1");
        long now = Instant.now().getEpochSecond();
        assertThat(Long.parseLong(field(admitted, "X-RateLimit-Reset"))).isBetween(now - 5, now + 70);
    }

    @Test
    void twoPolicies_oneRefuses_otherIsNotCharged() {
        Visitor visitor = visitor();
        HttpResponse<String> refused = refused(visitor, "/hourly-and-several");
        assertThat(refused.body()).contains("\"violated-policies\":[\"hourly\"]");
        assertThat(field(refused, "RateLimit")).contains("\"hourly\";r=0;", "\"several-60s\";r=1;");
        assertThat(visitor.statuses("/several", 2)).containsExactly(200, 429);
    }

    @Test
    void block_afterRefusal_isAbnormalUsage() {
        Visitor visitor = visitor();
        HttpResponse<String> first = refused(visitor, "/blocking");
        assertThat(first.body()).contains("#quota-exceeded");
        assertThat(Integer.parseInt(field(first, "Retry-After"))).isBetween(890, 900);
        HttpResponse<String> refused = visitor.get("/blocking");
        assertThat(Integer.parseInt(field(refused, "Retry-After"))).isBetween(890, 900);
        assertThat(refused.body())
                .contains(
                        "#abnormal-usage-detected",
                        "Request not satisfied due to detection of abnormal request pattern");
    }

    @Test
    void minimal_refused_saysOnlyWhenToComeBack() {
        HttpResponse<String> refused = refused(visitor(), "/hidden");
        assertThat(field(refused, "Retry-After")).isEqualTo("5");
        assertThat(refused.headers().map().keySet()).noneMatch(name -> name.contains("ratelimit"));
        assertThat(refused.body()).contains("Retry after 5 seconds.").doesNotContain("hidden", "violated-policies");
    }

    @Test
    void login_byDefault_isMinimal() {
        Visitor visitor = visitor();
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> admitted = visitor.send("POST", "/login");
            assertThat(admitted.statusCode()).isEqualTo(200);
            assertThat(field(admitted, "RateLimit")).isEmpty();
        }
        HttpResponse<String> refused = visitor.send("POST", "/login");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(field(refused, "Retry-After")) % 5).isZero();
        assertThat(refused.body()).doesNotContain("login");
    }

    @Test
    void costAboveThePermits_isRefusedForever() {
        HttpResponse<String> refused = visitor().get("/costly");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(field(refused, "Retry-After")).isEmpty();
        assertThat(refused.body()).contains("can never be admitted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"})
    void refusal_ofBrowser_isAPage(String accept) {
        HttpResponse<String> refused = refused(visitor().with("Accept", accept), "/hourly");
        assertThat(field(refused, "Content-Type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(refused.body()).startsWith("<!DOCTYPE html>").contains("Retry after");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*/*", "application/json", "application/json, text/html;q=0.5", "text/html, application/json"})
    void refusal_ofOtherClients_isAProblem(String accept) {
        assertThat(field(refused(visitor().with("Accept", accept), "/hourly"), "Content-Type"))
                .isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({"/quick, 2", "/hidden, 1"})
    void retryAfter_waited_admits(String path, int permits) {
        Visitor visitor = visitor();
        assertThat(visitor.statuses(path, permits)).containsOnly(200);
        HttpResponse<String> refused = visitor.get(path);
        assertThat(refused.statusCode()).isEqualTo(429);
        Instant promised = Instant.now().plusSeconds(Long.parseLong(field(refused, "Retry-After")));
        await().atMost(Duration.ofSeconds(10)).until(() -> !Instant.now().isBefore(promised));
        assertThat(visitor.status(path)).isEqualTo(200);
    }
}
