package dev.weir.gateway.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gateway.auth.Outcome;
import dev.weir.gateway.runtime.LlmModule;
import dev.weir.spi.Modules;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sends a request of a server. */
class CallersTest {

    @TempDir
    private Path directory;

    private final LlmModule module = new LlmModule();
    private AutoCloseable running;

    @BeforeEach
    void start() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest("k1".getBytes(StandardCharsets.UTF_8));
        Path keys = Files.writeString(directory.resolve("keys"), HexFormat.of().formatHex(digest) + " alice");
        running = Modules.start(
                module,
                Map.of(
                        "ratelimit.store", "local",
                        "ratelimit.policies", "llm-auth",
                        "ratelimit.policy.llm-auth.limit", "2/1m",
                        "ratelimit.policy.llm-auth.scope", "address",
                        "ratelimit.llm.keys", keys.toString()));
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    /** A request from that address, with these lines of the header {@code Authorization}. */
    private static HttpServletRequest request(String address, Map<String, List<String>> headers) {
        Map<String, Object> attributes = new HashMap<>();
        return (HttpServletRequest) Proxy.newProxyInstance(
                CallersTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> address;
                    case "getHeaders" -> Collections.enumeration(headers.getOrDefault(name(arguments), List.of()));
                    case "getHeader" ->
                        headers.getOrDefault(name(arguments), List.of()).stream()
                                .findFirst()
                                .orElse(null);
                    case "getAttribute" -> attributes.get(arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static String name(Object[] arguments) {
        return ((String) arguments[0]).toLowerCase(Locale.ROOT);
    }

    private Outcome outcome(String address, String... lines) {
        return Callers.outcome(request(address, Map.of("authorization", List.of(lines))), module.gateway());
    }

    @Test
    void outcome_ofARequest_isThatOfItsOneField() {
        assertThat(outcome("192.0.2.1", "Bearer k1")).isInstanceOf(Outcome.Known.class);
        assertThat(outcome("192.0.2.1")).isInstanceOf(Outcome.Anonymous.class);
        assertThat(outcome("192.0.2.1", "Bearer k2")).isInstanceOf(Outcome.Unknown.class);
        assertThat(outcome("192.0.2.1", "Bearer k1", "Bearer k1")).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void outcome_askedAgain_countsNoSecondGuess() {
        HttpServletRequest request = request("192.0.2.2", Map.of("authorization", List.of("Bearer guess")));
        for (int i = 0; i < 5; i++) {
            assertThat(Callers.outcome(request, module.gateway())).isInstanceOf(Outcome.Unknown.class);
        }
        assertThat(Callers.of(request)).isEmpty();
        assertThat(outcome("192.0.2.2", "Bearer k1")).isInstanceOf(Outcome.Known.class);
    }

    @Test
    void outcome_afterGuessesFromOneNetwork_isThatOfTheNetwork() {
        for (int i = 0; i < 2; i++) {
            assertThat(outcome("2001:db8::" + i, "Bearer guess")).isInstanceOf(Outcome.Unknown.class);
        }
        assertThat(outcome("2001:db8::ffff", "Bearer guess")).isInstanceOf(Outcome.TooMany.class);
        assertThat(outcome("2001:db8::ffff", "Bearer k1")).isInstanceOf(Outcome.Known.class);
        assertThat(outcome("2001:db8:0:1::1", "Bearer guess")).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void requestId_thatIsPlain_isTheClients() {
        HttpServletRequest plain = request("192.0.2.1", Map.of("x-request-id", List.of("job-1.2_3")));
        assertThat(RequestIds.of(plain)).isEqualTo("job-1.2_3");
        for (String other : List.of("", "a b", "a\nb", "x".repeat(65), "é")) {
            HttpServletRequest request = request("192.0.2.1", Map.of("x-request-id", List.of(other)));
            String id = RequestIds.of(request);
            assertThat(id).as(other).hasSize(36).isEqualTo(RequestIds.of(request));
        }
    }
}
