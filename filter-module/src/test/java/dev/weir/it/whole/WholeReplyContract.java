package dev.weir.it.whole;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Visitor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refusal is a whole response, whatever the application had begun before it, on every servlet container. */
public abstract class WholeReplyContract {

    private static final String PROBLEM =
            "{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\","
                    + "\"title\":\"Request cannot be satisfied as assigned quota has been exceeded\","
                    + "\"status\":429,\"detail\":\"Retry after 60 seconds.\",\"violated-policies\":[\"call\"]}";

    protected abstract Visitor visitor();

    /** All that the server has logged, where a test can read it. */
    protected abstract String log();

    private static void assertWhole(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo(PROBLEM);
        assertFields(refused);
        assertThat(field(refused, "Content-Length")).isEqualTo(String.valueOf(PROBLEM.length()));
    }

    private static void assertFields(HttpResponse<String> refused) {
        assertThat(field(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(field(refused, "Cache-Control")).isEqualTo("no-store");
        assertThat(field(refused, "Retry-After")).isEqualTo("60");
        assertThat(refused.headers().map())
                .doesNotContainKeys(
                        "accept-ranges",
                        "cdn-cache-control",
                        "content-disposition",
                        "content-encoding",
                        "content-language",
                        "etag",
                        "expires",
                        "last-modified",
                        "location");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fields",
                "writer",
                "other-charset",
                "stream",
                "buffer",
                "all",
                "async",
                "dispatched",
                "included",
                "wrapped"
            })
    void call_refused_isAWholeProblem(String beginning) {
        assertWhole(visitor().get("/begun/" + beginning));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fields", "all"})
    void call_refused_keepsOtherFields(String beginning) {
        HttpResponse<String> refused = visitor().get("/begun/" + beginning);
        assertThat(field(refused, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(field(refused, "Content-Security-Policy")).isEqualTo("default-src 'self'");
        assertThat(field(refused, "Vary")).containsIgnoringCase("Origin").containsIgnoringCase("Accept");
        assertThat(refused.headers().allValues("Set-Cookie"))
                .hasSize(2)
                .anyMatch(cookie -> cookie.startsWith("colour=blue"))
                .anyMatch(cookie -> cookie.startsWith("JSESSIONID="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fields", "stream", "forwarded", "committed", "async"})
    void call_refused_givesBackWhatTheFilterTook(String beginning) {
        Visitor visitor = visitor();
        for (int i = 0; i < 3; i++) {
            try {
                assertThat(visitor.get("/begun/" + beginning).statusCode()).isIn(429, 200);
            } catch (UncheckedIOException e) {
                assertThat(beginning).isEqualTo("committed");
            }
        }
        assertThat(field(visitor.get("/begun/admitted"), "RateLimit")).startsWith("\"outer\";r=1;");
    }

    @Test
    void call_refusedBelowAnErrorPage_isAWholeProblem() {
        assertWhole(visitor().get("/begun/error"));
    }

    @Test
    void head_refused_hasNoBody() {
        HttpResponse<String> refused = visitor().send("HEAD", "/begun/all");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).isEmpty();
        assertFields(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fields", "writer", "stream", "all"})
    void call_refusedBelowCompression_isAWholeProblemInPlain(String beginning) {
        assertWhole(visitor().get("/zipped/" + beginning));
    }

    @Test
    void call_refusedForBrowser_isAPage() {
        HttpResponse<String> refused = visitor().with("Accept", "text/html").get("/begun/other-charset");
        assertThat(field(refused, "Content-Type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(refused.body()).startsWith("<!DOCTYPE html>").endsWith("</html>");
    }

    @Test
    void call_refusedForScriptOfFaces_isAPartialResponse() {
        HttpResponse<String> refused =
                visitor().with("Faces-Request", "partial/ajax").get("/begun/fields");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(field(refused, "Content-Type")).isEqualToIgnoringCase("text/xml;charset=UTF-8");
        assertThat(refused.body())
                .contains("<partial-response><error>", "<error-message>Retry after 60 seconds.</error-message>");
    }

    @Test
    void call_refusedWhenCommitted_isPassedOnAndLoggedOnce() {
        for (int i = 0; i < 3; i++) {
            try {
                assertThat(visitor().get("/begun/committed").body()).doesNotContain("quota-exceeded");
            } catch (UncheckedIOException e) {
                // the server ends the connection
            }
        }
        assertThat(log()).containsOnlyOnce("a call was refused when its response was on its way already (");
    }

    @Test
    void filter_responseTakesNoFields_stillRefuses() {
        Visitor visitor = visitor();
        assertThat(visitor.status("/stubborn/no-fields")).isEqualTo(200);
        HttpResponse<String> refused = visitor.get("/stubborn/no-fields");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("\"violated-policies\":[\"inner\"]");
    }

    @Test
    void filter_requestWithoutAddress_countsThoseTogether() {
        assertThat(visitor().status("/stubborn/no-address")).isEqualTo(200);
        assertThat(visitor().status("/stubborn/no-address")).isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failing-address", "no-attributes"})
    void filter_requestFails_isWhatTheFallbackSays(String question) {
        Visitor visitor = visitor();
        assertThat(visitor.statuses("/stubborn/" + question, 3)).containsOnly(200);
        HttpResponse<String> refused = visitor.get("/stubborn-closed/" + question);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("#temporary-reduced-capacity");
    }

    @Test
    void filter_refusesBehindCompression_isLabelledAsWhatItIs() throws IOException {
        Visitor visitor = visitor();
        assertThat(visitor.status("/zipped-before/admitted")).isEqualTo(200);
        HttpResponse<byte[]> refused = visitor.getBytes("/zipped-before/admitted");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(field(refused, "Content-Encoding")).isEqualTo("gzip");
        byte[] body = new GZIPInputStream(new ByteArrayInputStream(refused.body())).readAllBytes();
        assertThat(new String(body, StandardCharsets.UTF_8)).contains("\"violated-policies\":[\"inner\"]");
    }

    @Test
    void filter_refusesBelowCompression_isTheProblem() {
        Visitor visitor = visitor();
        assertThat(List.of(visitor.status("/zipped/admitted"), visitor.status("/zipped/admitted")))
                .containsOnly(200);
        assertThat(visitor.get("/zipped/admitted").body()).contains("\"violated-policies\":[\"outer\"]");
    }
}
