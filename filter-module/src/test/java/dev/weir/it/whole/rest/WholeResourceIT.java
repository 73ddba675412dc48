package dev.weir.it.whole.rest;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.PayaraServer;
import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import dev.weir.it.whole.ZipFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A refusal is a whole response, whatever a resource, a response filter or a writer interceptor has begun; on a server
 * that compresses for clients which ask for it.
 */
class WholeResourceIT {

    private static final String PROBLEM =
            "{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\","
                    + "\"title\":\"Request cannot be satisfied as assigned quota has been exceeded\","
                    + "\"status\":429,\"detail\":\"This request is larger than its quota and can never be admitted.\","
                    + "\"violated-policies\":[\"call\"]}";

    private static final String LATE = "a call was refused when its response was on its way already (";

    private static PayaraServer server;

    @BeforeAll
    static void start() {
        server = PayaraServer.start(
                "whole-rest",
                Wars.war(
                                "whole-rest",
                                Api.class,
                                BegunResource.class,
                                Calls.class,
                                EventsResource.class,
                                StampFilter.class,
                                ZipFilter.class,
                                ZipInterceptor.class)
                        .setWebXML("it/whole-rest-web.xml"),
                // after the start the server would close its port, and open it again
                "--prebootcommandfile",
                "target/test-classes/it/compression.asadmin");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Visitor visitor() {
        return Visitor.of(server.root());
    }

    private static void assertWhole(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo(PROBLEM);
        assertFields(refused);
        assertThat(field(refused, "Content-Length")).isEqualTo(String.valueOf(PROBLEM.length()));
        assertThat(refused.headers().map()).doesNotContainKey("content-encoding");
    }

    private static void assertFields(HttpResponse<?> refused) {
        assertThat(field(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(field(refused, "Cache-Control")).isEqualTo("no-store");
        assertThat(refused.headers().map())
                .doesNotContainKeys(
                        "content-disposition", "content-language", "etag", "expires", "last-modified", "retry-after");
        assertThat(field(refused, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(field(refused, "Vary")).contains("Origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begun/text",
                "begun/image",
                "begun/archive",
                "begun/labelled",
                "begun/fields",
                "begun/limited",
                "begun/limited-stream",
                "begun/stream",
                "begun/resumed",
                "begun/suspended",
                "begun/stage",
                "begun/response-filter",
                "events/limited",
                "events/first",
            })
    void call_refused_isAWholeProblem(String beginning) {
        assertWhole(visitor().get("/api/" + beginning));
    }

    @ParameterizedTest
    @ValueSource(strings = {"begun/fields", "begun/stream", "begun/resumed"})
    void call_refused_keepsOtherFields(String beginning) {
        HttpResponse<String> refused = visitor().get("/api/" + beginning);
        assertThat(field(refused, "Content-Security-Policy")).isEqualTo("default-src 'self'");
        assertThat(field(refused, "Set-Cookie")).startsWith("colour=blue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "fields", "stream", "committed", "resumed", "stage", "limited"})
    void call_refused_givesBackWhatTheFilterTook(String beginning) {
        Visitor visitor = visitor();
        for (int i = 0; i < 3; i++) {
            try {
                assertThat(visitor.get("/api/begun/" + beginning).statusCode()).isIn(429, 200);
            } catch (UncheckedIOException e) {
                assertThat(beginning).isEqualTo("committed");
            }
        }
        assertThat(field(visitor.getBytes("/api/begun/admitted"), "RateLimit")).startsWith("\"outer\";r=1;");
    }

    @Test
    void head_refused_hasNoBody() {
        HttpResponse<String> refused = visitor().send("HEAD", "/api/begun/fields");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).isEmpty();
        assertFields(refused);
    }

    @Test
    void call_refusedForBrowser_isAPage() {
        HttpResponse<String> refused =
                visitor().with("Accept", "text/html,*/*;q=0.1").get("/api/begun/text");
        assertThat(field(refused, "Content-Type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(refused.body()).startsWith("<!DOCTYPE html>").endsWith("</html>");
    }

    @Test
    void admitted_isWhatTheApplicationMakesOfIt() throws IOException {
        HttpResponse<byte[]> admitted = visitor().getBytes("/api/begun/admitted");
        assertThat(field(admitted, "etag")).isEqualTo("\"2\"");
        assertThat(field(admitted, "Content-Encoding")).isEqualTo("gzip");
        assertThat(unzipped(admitted)).isEqualTo("admitted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "fields", "limited", "stream"})
    void call_refusedBelowCompressingFilter_isLabelledAsWhatItIs(String beginning) throws IOException {
        HttpResponse<byte[]> refused = visitor().getBytes("/api/zipped/" + beginning);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertFields(refused);
        assertThat(field(refused, "Content-Encoding")).isEqualTo("gzip");
        assertThat(unzipped(refused)).isEqualTo(PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "fields", "limited", "stream", "resumed"})
    void call_refusedOnCompressingServer_isLabelledAsWhatItIs(String beginning) throws IOException {
        HttpResponse<byte[]> refused = visitor().with("Accept-Encoding", "gzip").getBytes("/api/begun/" + beginning);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertFields(refused);
        assertThat(field(refused, "Content-Encoding")).isEqualTo("gzip");
        assertThat(unzipped(refused)).isEqualTo(PROBLEM);
    }

    @Test
    void call_refusedWhenCommitted_isPassedOnAndLoggedOnce() {
        for (String beginning : new String[] {"begun/committed", "events/second", "begun/committed"}) {
            try {
                assertThat(new String(visitor().getBytes("/api/" + beginning).body(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("quota-exceeded");
            } catch (UncheckedIOException e) {
                // the server ends the connection
            }
        }
        assertThat(server.log()).containsOnlyOnce(LATE);
    }

    private static String unzipped(HttpResponse<byte[]> response) throws IOException {
        byte[] body = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
        return new String(body, StandardCharsets.UTF_8);
    }
}
