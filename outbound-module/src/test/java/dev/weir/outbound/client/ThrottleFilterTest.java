package dev.weir.outbound.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.outbound.ThrottleStatistics;
import dev.weir.outbound.runtime.OutboundModule;
import dev.weir.outbound.strict.StrictAnswer;
import dev.weir.outbound.strict.StrictRemote;
import dev.weir.outbound.strict.StrictRules;
import dev.weir.spi.Modules;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.Configurable;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that end without an answer, with one slot that each of them has to give back. */
class ThrottleFilterTest {

    private final StrictRemote remote = StrictRemote.start(StrictRules.defaults());
    private final OutboundModule module = new OutboundModule();
    private final AutoCloseable running = Modules.start(
            module,
            Map.of(
                    "ratelimit.store", "local",
                    "ratelimit.policies", "kis",
                    "ratelimit.policy.kis.limit", "1000/1s",
                    "ratelimit.throttle.kis.concurrency", "1",
                    "ratelimit.throttle.kis.deadline", "1h",
                    "ratelimit.throttle.kis.max-wait", "5s"));
    private final Client client = limited(ClientBuilder.newBuilder()).build();

    private <C extends Configurable<C>> C limited(C builder) {
        return builder.register((Feature) context -> {
            new ThrottleFilter(request -> Optional.of(
                            AnsweredCall.of(module.throttles().request("kis").flight())))
                    .registerAt(context);
            return true;
        });
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        running.close();
        remote.close();
    }

    private ThrottleStatistics statistics() {
        return module.throttles().api().statistics("kis");
    }

    /** An address at which nothing listens. */
    private static URI nowhere() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Invocation.Builder request(URI uri) {
        return client.target(uri).request();
    }

    /** Has the slot that the failed one had, at once. */
    private void assertNextIsAnswered() {
        try (Response response = request(remote.uri("next")).get()) {
            assertThat(response.getStatus()).isEqualTo(200);
        }
    }

    @Test
    void get_connectionRefused_givesItsSlotBack() {
        assertThatThrownBy(() -> request(nowhere()).get()).isInstanceOf(ProcessingException.class);
        assertThat(statistics().failed()).isEqualTo(Map.of("io", 1L));
        assertNextIsAnswered();
    }

    @Test
    void post_connectionRefused_givesItsSlotBack() {
        Entity<String> body = Entity.entity("{}", MediaType.APPLICATION_JSON_TYPE);
        assertThatThrownBy(() -> request(nowhere()).post(body)).isInstanceOf(ProcessingException.class);
        assertNextIsAnswered();
    }

    @Test
    void get_connectionEndsWithoutAnAnswer_givesItsSlotBack() {
        // the client of the JDK sends a GET again by itself
        remote.answerNext(StrictAnswer.closed(), StrictAnswer.closed());
        assertThatThrownBy(() -> request(remote.uri("a")).get()).isInstanceOf(ProcessingException.class);
        assertNextIsAnswered();
    }

    @Test
    void get_noTls_givesItsSlotBack() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answers = new Thread(() -> {
                try (Socket client = plain.accept()) {
                    client.getOutputStream().write("no TLS here".getBytes(US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            answers.start();
            URI secure = URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/");
            assertThatThrownBy(() -> request(secure).get())
                    .isInstanceOf(ProcessingException.class)
                    .hasCauseInstanceOf(SSLException.class);
        }
        assertNextIsAnswered();
    }

    @Test
    void async_connectionRefused_givesItsSlotBack() {
        assertThatThrownBy(() -> request(nowhere()).async().get().get()).isInstanceOf(ExecutionException.class);
        await().until(() -> statistics().failed().equals(Map.of("io", 1L)));
        assertNextIsAnswered();
    }

    @Test
    void get_bodyThatCannotBeWritten_givesItsSlotBack() {
        Entity<Object> noWriter = Entity.entity(new Object(), "application/none");
        assertThatThrownBy(() -> request(remote.uri("a")).post(noWriter)).isInstanceOf(ProcessingException.class);
        assertNextIsAnswered();
    }

    @Test
    void get_aLaterFilterAnswers_givesItsSlotBack() {
        ClientRequestFilter answers =
                context -> context.abortWith(Response.noContent().build());
        try (Client aborted = limited(ClientBuilder.newBuilder())
                .register(answers, Integer.MAX_VALUE)
                .build()) {
            assertThat(aborted.target(remote.uri("a")).request().get().getStatus())
                    .isEqualTo(204);
        }
        assertNextIsAnswered();
        assertThat(remote.log().ids()).containsExactly("next");
    }

    @Test
    void get_aLaterFilterThrows_givesItsSlotBack() {
        ClientRequestFilter throwing = context -> {
            throw new IOException("not today");
        };
        try (Client stopped = limited(ClientBuilder.newBuilder())
                .register(throwing, Integer.MAX_VALUE)
                .build()) {
            assertThatThrownBy(() -> stopped.target(remote.uri("a")).request().get())
                    .isInstanceOf(ProcessingException.class);
        }
        assertNextIsAnswered();
    }
}
