package dev.weir.gateway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gateway.audit.AuditLog;
import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.relay.ExchangeReport;
import dev.weir.gateway.relay.Outcome;
import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.request.Endpoint;
import dev.weir.gateway.request.Prompt;
import dev.weir.gateway.settings.GatewaySettingsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of requests that have ended. */
class ToldExchangesTest {

    private static final InstantSource CLOCK = () -> Instant.parse("2026-12-01T12:00:01Z");

    @TempDir
    private Path directory;

    private final GatewayMetrics metrics = new GatewayMetrics(
            GatewaySettingsReader.read(Map.of("model.a.upstream", "echo"), Set.of(), (property, rule, value) -> {})
                    .models()
                    .values(),
            Set.of("answered"),
            model -> UpstreamStates.State.CLOSED,
            () -> 0,
            CLOCK);

    private static ExchangeReport report(Optional<String> answer) {
        CompletionRequest request = new CompletionRequest(
                Endpoint.CHAT,
                "a",
                true,
                false,
                OptionalLong.empty(),
                1,
                new Prompt(List.of("hi"), 1, 0, 0),
                "{\"messages\":[\"secret\"]}".getBytes(StandardCharsets.UTF_8));
        return new ExchangeReport(
                "r1",
                Optional.of(new Caller("alice", Optional.of("acme"), Optional.empty(), Set.of(), Set.of())),
                Optional.of("a"),
                Optional.of(request),
                300,
                20,
                30,
                50,
                Outcome.ANSWERED,
                200,
                Optional.of(Duration.ofMillis(12)),
                Duration.ofMillis(345),
                answer);
    }

    private String written(boolean content) throws IOException {
        Path path = directory.resolve("audit-" + content);
        AuditLog log = new AuditLog(path, CLOCK);
        log.start(Thread::new);
        ToldExchanges told = new ToldExchanges(metrics, Optional.of(log), content, CLOCK);
        assertThat(told.wantsAnswers()).isEqualTo(content);
        metrics.streams("a", 1);
        told.ofRelay().ended(report(Optional.of("hello")));
        log.close();
        return Files.readString(path);
    }

    @Test
    void ended_withoutContent_isALineWithoutWhatWasSaid() throws IOException {
        assertThat(written(false))
                .isEqualTo("{\"time\":\"2026-12-01T12:00:00.655Z\",\"request\":\"r1\",\"who\":\"alice\","
                        + "\"tenant\":\"acme\",\"model\":\"a\",\"held\":300,\"prompt\":20,\"completion\":30,"
                        + "\"charged\":50,\"outcome\":\"answered\",\"status\":200,\"firstByteMillis\":12,"
                        + "\"totalMillis\":345}\n");
        assertThat(metrics.rows()).containsExactly(List.of("a", "echo", "closed", "0", "1", "50", "50"));
    }

    @Test
    void ended_withContent_isALineWithIt() throws IOException {
        assertThat(written(true))
                .contains("\"content\":{\"prompt\":\"{\\\"messages\\\":[\\\"secret\\\"]}\",\"answer\":\"hello\"}");
    }
}
