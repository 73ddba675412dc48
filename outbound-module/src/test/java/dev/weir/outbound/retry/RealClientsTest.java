package dev.weir.outbound.retry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.outbound.RemoteLimitException;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients of the JDK and of JAX-RS against a server; what waits before a retry does so in virtual time. */
class RealClientsTest {

    private static final CallOptions OPTIONS = CallOptions.waiting(Duration.ofSeconds(30));
    private static final String REFUSED = "{\"rt_cd\":\"1\",\"msg_cd\":\"EGW00201\"}";

    private final Remote remote =
            new Remote(true, "limited-when=status:429,status:503,json:/msg_cd=EGW00201", "retry-methods=idempotent");
    private final CallLoop loop = remote.loop();
    private final AtomicInteger arrivals = new AtomicInteger();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final HttpClient jdk = HttpClient.newHttpClient();
    private final Client jaxRs = ClientBuilder.newClient();
    private HttpServer server;
    private int status = 200;
    private boolean gzip;
    private boolean chunked;
    private String padding = "";
    private int refusals = 1;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        jaxRs.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        boolean refused = arrivals.incrementAndGet() <= refusals;
        byte[] body = (refused ? REFUSED : "{\"rt_cd\":\"0\"}" + padding).getBytes(UTF_8);
        if (gzip) {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            try (OutputStream stream = new GZIPOutputStream(encoded)) {
                stream.write(body);
            }
            body = encoded.toByteArray();
        }
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(refused ? status : 200, chunked ? 0 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private HttpRequest post() {
        return HttpRequest.newBuilder(uri())
                .POST(HttpRequest.BodyPublishers.ofString("order"))
                .build();
    }

    private WebTarget target() {
        return jaxRs.target(uri());
    }

    @ParameterizedTest
    @CsvSource({"200,false", "200,true", "500,false", "500,true"})
    void call_codeInTheBody_isRepeatedWithEitherClient(int statusOfRefusal, boolean compressed) throws Exception {
        status = statusOfRefusal;
        gzip = compressed;

        HttpResponse<byte[]> answer =
                loop.call(() -> jdk.send(post(), HttpResponse.BodyHandlers.ofByteArray()), OPTIONS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(arrivals).hasValue(2);

        arrivals.set(0);
        try (Response response = loop.call(
                () -> {
                    Response each = target().request().post(Entity.text("order"));
                    each.bufferEntity();
                    return each;
                },
                OPTIONS)) {
            assertThat(response.readEntity(byte[].class)).isEqualTo(answer.body());
        }
        assertThat(arrivals).hasValue(2);
        assertThat(bodies).containsOnly("order").hasSize(4);
    }

    @Test
    void callAsync_codeInTheBody_isRepeated() {
        String body = loop.callAsync(() -> jdk.sendAsync(post(), HttpResponse.BodyHandlers.ofString()), OPTIONS)
                .join()
                .body();

        assertThat(body).isEqualTo("{\"rt_cd\":\"0\"}");
        assertThat(arrivals).hasValue(2);
    }

    @Test
    void call_answerThatIsAStream_isPassedOnWhole() throws Exception {
        refusals = 0;

        HttpResponse<InputStream> answer =
                loop.call(() -> jdk.send(post(), HttpResponse.BodyHandlers.ofInputStream()), OPTIONS);

        assertThat(answer.body().readAllBytes()).isEqualTo("{\"rt_cd\":\"0\"}".getBytes(UTF_8));
        try (Response response = loop.call(() -> target().request().get(), OPTIONS)) {
            assertThat(response.readEntity(String.class)).isEqualTo("{\"rt_cd\":\"0\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 65_000, 65_536, 70_000, 10 << 20})
    void call_jaxRsAnswerOfAnyLengthThatIsNotBuffered_isPassedOnWhole(int length) throws Exception {
        refusals = 0;
        padding = "x".repeat(length);
        try (Response response = loop.call(() -> target().request().get(), OPTIONS)) {
            assertThat(response.readEntity(String.class)).isEqualTo("{\"rt_cd\":\"0\"}" + padding);
        }

        assertThat(arrivals).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true", "true,true"})
    void call_jaxRsAnswerThatIsNotBuffered_isLookedAtIfItSaysThatItIsShort(boolean compressed, boolean inChunks)
            throws Exception {
        gzip = compressed;
        chunked = inChunks;
        try (Response response = loop.call(() -> target().request().get(), OPTIONS)) {
            assertThat(response.readEntity(byte[].class)).isNotEmpty();
        }

        assertThat(arrivals).hasValue(inChunks ? 1 : 2);
    }

    @Test
    void call_answerThatWasRead_isASuccess() throws Exception {
        Response response = loop.call(
                () -> {
                    Response each = target().request().get();
                    each.readEntity(String.class);
                    return each;
                },
                OPTIONS);

        assertThat(response.getStatus()).isEqualTo(200);
    }

    @Test
    void call_jaxRsException_isRepeatedIfItsAnswerIsARefusal() throws Exception {
        status = 503;
        refusals = 2;

        assertThat(loop.call(() -> target().request().get(String.class), OPTIONS))
                .isEqualTo("{\"rt_cd\":\"0\"}");
        assertThat(arrivals).hasValue(3);

        refusals = Integer.MAX_VALUE;
        assertThatThrownBy(() -> loop.call(() -> target().request().get(String.class), OPTIONS))
                .isInstanceOf(RemoteLimitException.class)
                .hasCauseInstanceOf(ServiceUnavailableException.class);
    }

    @Test
    void call_jaxRsExceptionOfAnotherStatus_isThrown() {
        status = 400;
        gzip = true;
        refusals = Integer.MAX_VALUE;
        // its body is that of a refusal, and buffered by the client
        assertThatThrownBy(() -> loop.call(() -> target().request().get(String.class), OPTIONS))
                .isInstanceOf(RemoteLimitException.class);

        Remote plain = new Remote(true);
        assertThatThrownBy(() -> plain.loop().call(() -> target().request().get(String.class), OPTIONS))
                .isInstanceOf(BadRequestException.class);
        assertThat(plain.events()).containsExactly("FAILURE", "answered");
    }

    @ParameterizedTest
    @CsvSource({"POST,1", "GET,6"})
    void call_connectionThatIsResetAfterSending_isRepeatedUnlessItIsAPost(String method, int expected)
            throws Exception {
        try (ServerSocket resets = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> resetAll(resets), "resets");
            thread.start();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + resets.getLocalPort() + "/"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .method(method, HttpRequest.BodyPublishers.ofString("order"))
                    .build();
            CallOptions options = new CallOptions(Duration.ofSeconds(30), true, Optional.of(method));

            assertThatThrownBy(
                            () -> loop.call(() -> jdk.send(request, HttpResponse.BodyHandlers.discarding()), options))
                    .isInstanceOf(IOException.class);

            assertThat(remote.permits()).isEqualTo(expected);
            // the client of the JDK by itself repeats a GET, and no POST, that has no answer at all
            assertThat(arrivals.get()).isBetween(expected, method.equals("POST") ? 1 : Integer.MAX_VALUE);
            resets.close();
            thread.join();
        }
    }

    private void resetAll(ServerSocket resets) {
        while (!resets.isClosed()) {
            try (Socket socket = resets.accept()) {
                int first = socket.getInputStream().read(new byte[4_096]);
                arrivals.addAndGet(first > 0 ? 1 : 0);
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // the test is over
            }
        }
    }
}
