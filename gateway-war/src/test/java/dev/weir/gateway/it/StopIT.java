package dev.weir.gateway.it;

import static dev.weir.gateway.it.Client.chat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gateway.server.ApiKey;
import dev.weir.gateway.server.GatewayServers;
import dev.weir.gateway.server.KeyFile;
import dev.weir.gateway.vllm.FakeVllm;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A gateway of its own, without the policy for wrong keys, which is stopped with a stream in it. */
class StopIT {

    @Test
    void stop_withAStream_endsIt() throws Exception {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "stop-")
                .toAbsolutePath();
        KeyFile keys = new KeyFile(directory.resolve("keys"), Set.of());
        ApiKey alice = new ApiKey("sk-alice", "alice");
        keys.add(List.of(alice));
        try (FakeVllm vllm = FakeVllm.start();
                GatewayServers servers = GatewayServers.start(
                        1,
                        Map.of(
                                "ratelimit.policies", "llm-tokens,llm-requests",
                                "ratelimit.llm.keys", keys.path().toString(),
                                "ratelimit.llm.model.llama.upstream", vllm.uri().toString()),
                        directory)) {
            Client client = new Client(
                    HttpClient.newHttpClient(), List.of(servers.get(0).baseUri()), alice);
            String body = chat("llama", "reply=900 every=50ms", ",\"stream\":true,\"max_tokens\":900");
            try (OpenStream stream = OpenStream.of(client, 0, body)) {
                assertThat(stream.events(3)).hasSize(3);
                Process process = servers.get(0).process();
                process.destroy();
                // Payara may close the connection before it ends the application
                String rest = stream.rest();
                assertThat(rest.contains("[DONE]")).as(rest).isEqualTo(rest.contains("data: {\"error\":{"));
                process.onExit().get(1, TimeUnit.MINUTES);
            }
            // it may also end the process before: what is written then is whole
            assertThat(servers.audit(0)).allSatisfy(line -> assertThat(line).contains("\"outcome\":\"stopped\""));
        }
    }
}
