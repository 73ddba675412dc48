package dev.weir.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the public keys of tokens come from. */
class KeyFetchTest {

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/keys", 200, "{\"keys\":[]}");
        answer("/large", 200, "x".repeat((512 << 10) + 1));
        answer("/failed", 500, "{\"keys\":[]}");
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", uri("/keys").toString());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    private void answer(String path, int status, String text) {
        server.createContext(path, exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private String fetch(URI from) throws IOException {
        return new KeyFetch(from, System::nanoTime).fetch();
    }

    @Test
    void fetch_fromAServerAndAFile_isTheText(@TempDir Path directory) throws IOException {
        assertThat(fetch(uri("/keys"))).isEqualTo("{\"keys\":[]}");
        Path file = Files.writeString(directory.resolve("keys"), "{}");
        assertThat(fetch(file.toUri())).isEqualTo("{}");
    }

    @Test
    void fetch_whatIsNotTheText_fails() {
        for (String path : new String[] {"/large", "/failed", "/moved"}) {
            assertThatThrownBy(() -> fetch(uri(path))).as(path).isInstanceOf(IOException.class);
        }
    }
}
