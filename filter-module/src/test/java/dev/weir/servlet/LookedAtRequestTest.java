package dev.weir.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.rule.UserNameRule;
import dev.weir.it.login.PartsServlet;
import dev.weir.it.login.ReadingServlet;
import dev.weir.it.login.SentBody;
import dev.weir.login.SubmittedNames;
import jakarta.servlet.FilterChain;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On a Tomcat: the application reads what it would have read if nobody had looked. */
class LookedAtRequestTest {

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

    /** What was found in the last request that was looked at. */
    private static final AtomicReference<Optional<SubmittedNames>> FOUND = new AtomicReference<>(Optional.empty());

    private static UserNameRule rule = new UserNameRule.ByParameter("username");
    private static Tomcat tomcat = new Tomcat();

    /** Looks at all requests below {@code /looked}, before anybody has read them or, below {@code /late}, after. */
    private static final class Looking extends HttpFilter {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            LookedAtRequest looked = LookedAtRequest.around(request, response);
            if (!"true".equals(request.getHeader("X-Late"))) {
                FOUND.set(SubmittedUserName.of(rule, looked));
                chain.doFilter(looked, response);
            } else {
                chain.doFilter(looked, response);
                FOUND.set(SubmittedUserName.of(rule, looked));
            }
        }
    }

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        tomcat.setBaseDir(directory.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", directory.toString());
        Wrapper reading = Tomcat.addServlet(context, "reading", new ReadingServlet());
        reading.setAsyncSupported(true);
        context.addServletMappingDecoded("/looked/*", "reading");
        context.addServletMappingDecoded("/plain/*", "reading");
        Wrapper parts = Tomcat.addServlet(context, "parts", new PartsServlet());
        parts.setMultipartConfigElement(new MultipartConfigElement(directory.toString()));
        context.addServletMappingDecoded("/looked/parts/*", "parts");
        context.addServletMappingDecoded("/plain/parts/*", "parts");
        FilterDef filter = new FilterDef();
        filter.setFilterName("looking");
        filter.setFilter(new Looking());
        filter.setAsyncSupported("true");
        context.addFilterDef(filter);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName("looking");
        mapping.addURLPattern("/looked/*");
        context.addFilterMap(mapping);
        tomcat.start();
    }

    @AfterAll
    static void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path;
    }

    static Stream<SentBody> bodies() {
        return SentBody.all().stream();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void everyWayOfReading_looked_readsTheSame(SentBody body) {
        for (UserNameRule each :
                List.of(new UserNameRule.ByParameter("username"), new UserNameRule.ByPointer(List.of("username")))) {
            rule = each;
            for (String way : WAYS) {
                for (String method : List.of("POST", "PUT")) {
                    String query = "/x?a=0&q=%C3%A9";
                    HttpResponse<String> plain = body.send(method, url("/plain" + query), way, Map.of());
                    if (plain.statusCode() == 500) {
                        // bytes that are no text of the charset: Tomcat fails, where others replace them
                        continue;
                    }
                    HttpResponse<String> looked = body.send(method, url("/looked" + query), way, Map.of());
                    assertThat(looked.statusCode())
                            .as("%s %s, %s", method, way, each)
                            .isEqualTo(plain.statusCode());
                    assertThat(looked.body()).as("%s %s, %s", method, way, each).isEqualTo(plain.body());
                }
            }
        }
    }

    private static SubmittedNames found(UserNameRule sought, String type, String body, boolean chunked) {
        return found(sought, "/looked/x", Map.of(), type, body, chunked).orElseThrow();
    }

    private static Optional<SubmittedNames> found(
            UserNameRule sought, String path, Map<String, String> fields, String type, String body, boolean chunked) {
        rule = sought;
        SentBody sent = new SentBody("", type, body.getBytes(StandardCharsets.UTF_8), chunked);
        assertThat(sent.send("POST", url(path), "stream", fields).statusCode()).isEqualTo(200);
        return FOUND.get();
    }

    private static final UserNameRule PARAMETER = new UserNameRule.ByParameter("username");
    private static final UserNameRule POINTER = new UserNameRule.ByPointer(List.of("username"));
    private static final String FORM = "application/x-www-form-urlencoded";

    @Test
    void parameter_inAForm_isFound() {
        SubmittedNames alice = new SubmittedNames(List.of("alice"), true);
        assertThat(found(PARAMETER, FORM, "username=alice", false)).isEqualTo(alice);
        assertThat(found(PARAMETER, FORM, "username=alice", true)).isEqualTo(alice);
        assertThat(found(PARAMETER, FORM.toUpperCase(Locale.ROOT) + " ; x=y", "username=alice", false))
                .isEqualTo(alice);
        assertThat(found(PARAMETER, "text/plain", "username=alice", false)).isEqualTo(SubmittedNames.NONE);
        assertThat(found(PARAMETER, FORM, "", false)).isEqualTo(SubmittedNames.NONE);
    }

    @Test
    void parameter_inQueryAndForm_bothAreFound() {
        assertThat(found(PARAMETER, "/looked/x?username=a", Map.of(), FORM, "username=b", false))
                .contains(new SubmittedNames(List.of("a", "b"), true));
    }

    @Test
    void pointer_inABodyOfAnyType_isFound() {
        SubmittedNames alice = new SubmittedNames(List.of("alice"), true);
        for (String type : List.of("application/json", "text/plain", FORM, "")) {
            assertThat(found(POINTER, type, "{\"username\":\"alice\"}", false)).isEqualTo(alice);
            assertThat(found(POINTER, type, "{\"username\":\"alice\"}", true)).isEqualTo(alice);
        }
        assertThat(found(POINTER, "application/json", "", true)).isEqualTo(SubmittedNames.NONE);
    }

    @Test
    void body_ofMoreThan65536Bytes_isUnclear() {
        String form = "username=alice&x=";
        String json = "{\"username\":\"alice\"}";
        for (boolean chunked : List.of(true, false)) {
            String most = form + "1".repeat(65_536 - form.length());
            assertThat(found(PARAMETER, FORM, most, chunked).values()).containsExactly("alice");
            assertThat(found(PARAMETER, FORM, most + "1", chunked)).isEqualTo(SubmittedNames.UNCLEAR);
            String padded = json + " ".repeat(65_536 - json.length());
            assertThat(found(POINTER, "application/json", padded, chunked).values())
                    .containsExactly("alice");
            assertThat(found(POINTER, "application/json", padded + " ", chunked))
                    .isEqualTo(SubmittedNames.UNCLEAR);
        }
    }

    @Test
    void body_thatIsEncoded_isUnclear() {
        Map<String, String> zipped = Map.of("Content-Encoding", "gzip");
        assertThat(found(PARAMETER, "/looked/x", zipped, FORM, "username=alice", false))
                .contains(SubmittedNames.UNCLEAR);
        Map<String, String> identity = Map.of("Content-Encoding", "Identity");
        assertThat(found(PARAMETER, "/looked/x", identity, FORM, "username=alice", false))
                .contains(new SubmittedNames(List.of("alice"), true));
    }

    @Test
    void header_isFoundInAllItsLines() {
        UserNameRule header = new UserNameRule.ByHeader("X-User");
        assertThat(found(header, "/looked/x", Map.of("X-User", "alice"), FORM, "", false))
                .contains(new SubmittedNames(List.of("alice"), true));
    }

    private static String parts(String... namesAndValues) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            body.append("--b\r\nContent-Disposition: form-data; name=\"")
                    .append(namesAndValues[i])
                    .append("\"\r\n\r\n")
                    .append(namesAndValues[i + 1])
                    .append("\r\n");
        }
        return body.append("--b--\r\n").toString();
    }

    @Test
    void multipart_ofAServletThatIsConfiguredForIt_isReadByTheContainer() {
        rule = PARAMETER;
        byte[] body = parts("username", "alice", "file", "x".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        for (boolean chunked : List.of(true, false)) {
            SentBody sent = new SentBody("parts", "multipart/form-data; boundary=b", body, chunked);
            FOUND.set(Optional.empty());
            HttpResponse<String> looked = sent.send("POST", url("/looked/parts/x"), "parts", Map.of());
            assertThat(FOUND.get()).contains(new SubmittedNames(List.of("alice"), true));
            assertThat(looked.body())
                    .isEqualTo(sent.send("POST", url("/plain/parts/x"), "parts", Map.of())
                            .body())
                    .startsWith("username=alice;file=xxx");
        }
    }

    @Test
    void multipart_thatTheContainerDoesNotRead_isUnclearAndUntouched() {
        byte[] body = parts("username", "alice").getBytes(StandardCharsets.UTF_8);
        SentBody sent = new SentBody("parts", "multipart/form-data; boundary=b", body, false);
        for (UserNameRule each : List.of(PARAMETER, POINTER)) {
            rule = each;
            HttpResponse<String> looked = sent.send("POST", url("/looked/x"), "stream", Map.of());
            assertThat(FOUND.get()).contains(SubmittedNames.UNCLEAR);
            assertThat(looked.body()).isEqualTo(Base64.getEncoder().encodeToString(body));
        }
    }

    @Test
    void multipart_thatTheContainerDoesNotRead_isUnclearWhateverTheQuerySays() {
        String body = parts("username", "victim");
        String type = "multipart/form-data; boundary=b";
        for (String query : List.of("?username=r1", "?username=r1&username=r1", "?user%6Eame=r1", "?username")) {
            assertThat(found(PARAMETER, "/looked/x" + query, Map.of(), type, body, false))
                    .as(query)
                    .hasValueSatisfying(names -> assertThat(names.clear()).isFalse());
        }
    }

    @Test
    void multipart_thatTheContainerReads_hasTheNamesOfQueryAndParts() {
        rule = PARAMETER;
        byte[] body = parts("username", "alice").getBytes(StandardCharsets.UTF_8);
        new SentBody("parts", "multipart/form-data; boundary=b", body, false)
                .send("POST", url("/looked/parts/x?username=bob"), "parts", Map.of());
        assertThat(FOUND.get().orElseThrow().clear()).isTrue();
        assertThat(FOUND.get().orElseThrow().values()).contains("alice", "bob");
    }

    @Test
    void look_afterTheApplicationHasRead_findsTheSame() {
        SubmittedNames alice = new SubmittedNames(List.of("alice"), true);
        Map<String, String> late = Map.of("X-Late", "true");
        for (boolean chunked : List.of(true, false)) {
            SentBody form = new SentBody("form", FORM, "username=alice".getBytes(StandardCharsets.UTF_8), chunked);
            rule = PARAMETER;
            for (String way : List.of("parameters", "stream", "bytes", "first-byte", "nothing")) {
                form.send("POST", url("/looked/x"), way, late);
                assertThat(FOUND.get()).as(way).contains(alice);
            }
            form.send("POST", url("/looked/x"), "reader", late);
            assertThat(FOUND.get()).as("a reader of the container").isEmpty();
            SentBody json =
                    new SentBody("json", "", "{\"username\":\"alice\"}".getBytes(StandardCharsets.UTF_8), chunked);
            rule = POINTER;
            for (String way : List.of("stream", "first-byte", "nothing")) {
                json.send("POST", url("/looked/x"), way, late);
                assertThat(FOUND.get()).as(way).contains(alice);
            }
        }
    }

    @Test
    void look_afterTheApplicationHasReadMore_isUnclear() {
        rule = PARAMETER;
        byte[] large = ("username=alice&x=" + "1".repeat(200_000)).getBytes(StandardCharsets.UTF_8);
        for (String way : List.of("stream", "first-byte", "nothing")) {
            new SentBody("form", FORM, large, true).send("POST", url("/looked/x"), way, Map.of("X-Late", "true"));
            assertThat(FOUND.get()).as(way).contains(SubmittedNames.UNCLEAR);
        }
    }
}
