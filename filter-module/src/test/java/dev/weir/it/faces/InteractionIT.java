package dev.weir.it.faces;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Refusals of Faces pages in their Development stage, of what their script sends, and of a WebSocket's handshake. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class InteractionIT {

    private static final Pattern STATE = Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]+)\"");

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("faces", Calls.class, EchoEndpoint.class)
                .setWebXML("it/faces-web.xml")
                .addAsWebResource("it/faces-page.xhtml", "page.xhtml")
                .addAsWebResource("it/faces-text.xhtml", "text.xhtml")
                .addAsWebResource("it/faces-text.xhtml", "closed.xhtml");
    }

    private Visitor visitor() {
        return Visitor.of(root);
    }

    private static HttpResponse<String> press(Visitor visitor, String button) {
        return press(visitor, visitor, button, "");
    }

    private static HttpResponse<String> press(Visitor visitor, Visitor sender, String button, String more) {
        Matcher state = STATE.matcher(visitor.get("/page.xhtml").body());
        assertThat(state.find()).isTrue();
        return sender.send(
                "POST",
                "/page.xhtml?f=f&" + button + "=" + button + "&jakarta.faces.ViewState="
                        + URLEncoder.encode(state.group(1), StandardCharsets.UTF_8) + more);
    }

    private static void assertRefused(HttpResponse<String> refused, String contentType) {
        assertThat(refused.statusCode()).as("%s", refused.body()).isEqualTo(429);
        assertThat(field(refused, "Content-Type")).isEqualToIgnoringCase(contentType);
        assertThat(field(refused, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void action_refused_isAPageAndGivenBack() {
        Visitor visitor = visitor().with("Accept", "text/html");
        assertThat(press(visitor, "act").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = press(visitor, "act");
        assertRefused(refused, "text/html;charset=UTF-8");
        assertThat(refused.body())
                .startsWith("<!DOCTYPE html><html lang=\"en\">")
                .contains("Retry after");
        // two pages and one call that was admitted
        assertThat(field(refused, "RateLimit")).contains("\"pages\";r=17;");
    }

    @Test
    void rendering_refused_isAPage() {
        Visitor visitor = visitor().with("Accept", "text/html");
        assertThat(visitor.get("/text.xhtml").body()).contains("rendered");
        HttpResponse<String> refused = visitor.get("/text.xhtml");
        assertRefused(refused, "text/html;charset=UTF-8");
        assertThat(field(refused, "RateLimit")).contains("\"pages\";r=19;");
    }

    @Test
    void actionOfTheScript_refused_isAPartialResponse() {
        Visitor visitor = visitor().with("Accept", "*/*");
        String ajax = "&jakarta.faces.partial.ajax=true&jakarta.faces.source=act&jakarta.faces.partial.execute=@all"
                + "&jakarta.faces.partial.event=click&jakarta.faces.partial.render=@none";
        Visitor script = visitor.with("Faces-Request", "partial/ajax");
        HttpResponse<String> admitted = press(visitor, script, "act", ajax);
        assertThat(field(admitted, "RateLimit")).as("%s", admitted.body()).contains("\"call\";r=0;");
        HttpResponse<String> refused = press(visitor, script, "act", ajax);
        assertRefused(refused, "text/xml;charset=UTF-8");
        assertThat(refused.body()).contains("<partial-response><error><error-name>", "<error-message>Retry after");
        assertThat(field(refused, "RateLimit")).contains("\"pages\";r=17;");
    }

    @Test
    void script_refusedByTheFilter_isAPartialResponse() {
        HttpResponse<String> refused =
                visitor().with("Faces-Request", "partial/ajax").get("/closed.xhtml");
        assertRefused(refused, "text/xml;charset=UTF-8");
        assertThat(refused.body()).contains("<partial-response><error><error-name>");
    }

    @Test
    void otherFailure_isStillOfFaces() {
        HttpResponse<String> failed = press(visitor(), "fail");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).contains("no such call");
    }

    @Test
    void handshake_refused_hasTheBodyOfAProblem() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", root.getPort())) {
            String path = root.getPath().replaceAll("/$", "") + "/socket";
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder response = new StringBuilder();
            byte[] part = new byte[4096];
            while (response.indexOf("}") < 0) {
                int length = socket.getInputStream().read(part);
                assertThat(length).as("%s", response).isPositive();
                response.append(new String(part, 0, length, StandardCharsets.US_ASCII));
            }
            assertThat(response.toString())
                    .startsWith("HTTP/1.1 429 ")
                    // Grizzly writes no Content-Type in answer to an upgrade, whatever is set
                    .contains("\r\nCache-Control: no-store\r\n")
                    .contains("\"violated-policies\":[\"never\"]}");
        }
    }
}
