package dev.weir.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.gateway.load.Load;
import dev.weir.gateway.load.LoadPlan;
import dev.weir.gateway.load.LoadResult;
import dev.weir.gateway.server.ApiKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Case 20, for a quarter of a minute; {@code benchmark/run L1} has all of it. */
class LoadIT {

    private static final int LIMIT = 100;
    private static final Pattern OURS = Pattern.compile("ratelimit_llm_\\w+");

    private final Gateways gateways = Gateways.shared();

    @Test
    void case20_manyUsers_noneIsAboveItsBudgetAndEachRequestIsAudited() throws IOException, InterruptedException {
        List<ApiKey> callers = IntStream.range(0, 200)
                .mapToObj(i -> new ApiKey("sk-load-" + i, "load-" + i + " tier=t100"))
                .toList();
        gateways.keys().add(callers);
        Client last = new Client(
                HttpClient.newHttpClient(),
                List.of(gateways.first().baseUri(), gateways.second().baseUri()),
                callers.get(callers.size() - 1));
        await().until(() -> last.get(0, "v1/models").contains("llama")
                && last.get(1, "v1/models").contains("llama"));
        int before = audited();
        LoadResult result = Load.run(new LoadPlan(
                List.of(gateways.first().baseUri(), gateways.second().baseUri()),
                gateways.vllm().uri(),
                "llama",
                callers.stream().map(ApiKey::secret).toList(),
                80,
                20,
                20,
                Duration.ofSeconds(15)));
        assertThat(result.statuses()).containsOnlyKeys(200, 429);
        assertThat(result.usersAbove(LIMIT, Duration.ofMinutes(1))).isEmpty();
        int sent = (int)
                result.statuses().values().stream().mapToLong(Long::longValue).sum();
        await().untilAsserted(() -> assertThat(audited() - before).isEqualTo(sent));
        Set<String> dashboard = OURS.matcher(Files.readString(Path.of("../config/grafana/ratelimit.json")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        assertThat(dashboard).isNotEmpty();
        assertThat(OURS.matcher(last.get(0, "metrics")).results().map(MatchResult::group))
                .containsAll(dashboard);
    }

    private int audited() {
        return (int) IntStream.range(0, 2)
                .mapToObj(gateways.servers()::audit)
                .flatMap(List::stream)
                .filter(line -> line.contains("load-"))
                .count();
    }
}
