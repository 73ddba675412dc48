package dev.weir.outbound.retry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Case 12 for a body that the caller reads as a stream. */
class StreamedResponseTest {

    private static final byte[] REFUSAL = "{\"msg_cd\":\"EGW00201\"}".getBytes(UTF_8);

    private final Remote remote = new Remote(true, "limited-when=json:/msg_cd=EGW00201");
    private final Deque<byte[]> answers = new ArrayDeque<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = answers.removeFirst();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpResponse<InputStream> call() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return remote.loop()
                .call(
                        () -> HttpClient.newHttpClient()
                                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream()),
                        CallOptions.waiting(Duration.ofSeconds(30)));
    }

    private static byte[] gzipped(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    @Test
    void call_refusalsInAStream_areRepeatedAndTheBodyAfterThemIsWhole() throws Exception {
        byte[] large = new byte[1 << 20];
        new Random(1).nextBytes(large);
        answers.addAll(List.of(REFUSAL, gzipped(REFUSAL), large));
        HttpResponse<InputStream> response = call();
        try (InputStream body = response.body()) {
            assertThat(body.readAllBytes()).isEqualTo(large);
        }
        assertThat(answers).isEmpty();
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void call_compressedStream_isPassedOnAsItCame() throws Exception {
        byte[] compressed = gzipped("{\"price\":1}".getBytes(UTF_8));
        answers.add(compressed);
        try (InputStream body = call().body()) {
            assertThat(body.readAllBytes()).isEqualTo(compressed);
        }
    }
}
