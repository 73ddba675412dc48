package dev.weir.it.faces;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Refusals of what the script of Faces sends, and of a WebSocket's handshake. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class InteractionIT {

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("faces", Calls.class, EchoEndpoint.class)
                .setWebXML("it/faces-web.xml")
                .addAsWebResource("it/faces-text.xhtml", "text.xhtml")
                .addAsWebResource("it/faces-text.xhtml", "closed.xhtml");
    }

    private Visitor visitor() {
        return Visitor.of(root);
    }

    private static void assertRefused(HttpResponse<String> refused, String contentType) {
        assertThat(refused.statusCode()).as("%s", refused.body()).isEqualTo(429);
        assertThat(field(refused, "Content-Type")).isEqualToIgnoringCase(contentType);
        assertThat(field(refused, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void script_refusedByTheFilter_isAPartialResponse() {
        HttpResponse<String> refused =
                visitor().with("Faces-Request", "partial/ajax").get("/closed.xhtml");
        assertRefused(refused, "text/xml;charset=UTF-8");
        assertThat(refused.body()).contains("<partial-response><error><error-name>");
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
