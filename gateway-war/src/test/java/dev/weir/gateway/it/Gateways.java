package dev.weir.gateway.it;

import dev.weir.example.PayaraInstance;
import dev.weir.gateway.server.ApiKey;
import dev.weir.gateway.server.GatewayServers;
import dev.weir.gateway.server.KeyFile;
import dev.weir.gateway.vllm.FakeVllm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two gateways that all tests share, which take callers of their own. They end with this JVM.
 *
 * <p>The models {@code llama}, {@code other} and {@code counting}, which counts prompts itself, have a server each;
 * {@code hasty} is on the first, with short timeouts.
 */
final class Gateways {

    /** Tiers and what their tokens are limited by. */
    private static final Map<String, String> LIMITS = Map.of(
            "t60", "60/1m",
            "t100", "100/1m",
            "t100-2s", "100/2s",
            "t1000", "1000/1m",
            "t1000-5s", "1000/5s",
            "t100000", "100000/1m");

    private static final ApiKey ADMIN = new ApiKey("sk-admin", "root roles=ratelimit-admin");

    private static Gateways shared;

    private final FakeVllm vllm = FakeVllm.start();
    private final FakeVllm other = FakeVllm.start();
    private final FakeVllm counting = FakeVllm.start();
    private final KeyFile keys;
    private final GatewayServers servers;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private Gateways() {
        try {
            Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "gateways-");
            keys = new KeyFile(directory.resolve("keys").toAbsolutePath(), LIMITS.keySet());
            keys.add(List.of(ADMIN));
            servers = GatewayServers.start(2, properties(), directory.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static synchronized Gateways shared() {
        if (shared == null) {
            shared = new Gateways();
        }
        return shared;
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("ratelimit.llm.keys", keys.path().toString());
        properties.put("ratelimit.llm.model.llama.upstream", vllm.uri().toString());
        properties.put("ratelimit.llm.model.llama.upstream-key", "upstream-secret");
        properties.put("ratelimit.llm.model.other.upstream", other.uri().toString());
        properties.put("ratelimit.llm.model.other.names", "other,org/other");
        properties.put("ratelimit.llm.model.counting.upstream", counting.uri().toString());
        properties.put("ratelimit.llm.model.counting.tokenizer", "upstream");
        properties.put("ratelimit.llm.model.hasty.upstream", vllm.uri().toString());
        properties.put("ratelimit.llm.model.hasty.timeout.first-byte", "500ms");
        properties.put("ratelimit.llm.model.hasty.timeout.idle", "1s");
        properties.put("ratelimit.llm.model.hasty.breaker.failures", "1000");
        properties.put("ratelimit.tiers", String.join(",", LIMITS.keySet()));
        LIMITS.forEach((tier, limit) -> properties.put("ratelimit.policy.llm-tokens.tier." + tier + ".limit", limit));
        properties.put("ratelimit.policy.llm-requests.tier.t100000.concurrency", "100");
        properties.put("ratelimit.admin.path", "/ratelimit");
        return properties;
    }

    /** The server of the models {@code llama} and {@code hasty}. */
    FakeVllm vllm() {
        return vllm;
    }

    /** The server of the model {@code other}. */
    FakeVllm other() {
        return other;
    }

    /** The server of the model {@code counting}. */
    FakeVllm counting() {
        return counting;
    }

    KeyFile keys() {
        return keys;
    }

    GatewayServers servers() {
        return servers;
    }

    PayaraInstance first() {
        return servers.get(0);
    }

    PayaraInstance second() {
        return servers.get(1);
    }

    /** An operator changes something, at the first gateway. Returns the status. */
    int change(String method, String path, String body) throws IOException, InterruptedException {
        String login = Base64.getEncoder().encodeToString(("root:" + ADMIN.secret()).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(first().baseUri().resolve("ratelimit/" + path))
                .header("Authorization", "Basic " + login)
                .header("Content-Type", "application/json")
                .header("X-Ratelimit-Admin", "1")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** A caller that no test had before, on a tier that is named after its limit. */
    Client client(String tier) {
        return new Client(http, List.of(first().baseUri(), second().baseUri()), keys.next(tier));
    }
}
