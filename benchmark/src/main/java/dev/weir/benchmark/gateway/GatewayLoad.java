package dev.weir.benchmark.gateway;

import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import dev.weir.example.PayaraInstance;
import dev.weir.gateway.load.Load;
import dev.weir.gateway.load.LoadPlan;
import dev.weir.gateway.load.LoadResult;
import dev.weir.gateway.server.ApiKey;
import dev.weir.gateway.server.GatewayServers;
import dev.weir.gateway.server.KeyFile;
import dev.weir.gateway.vllm.FakeVllm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** L1: many users through two gateways, and one request in ten directly to the model beside them. */
public final class GatewayLoad implements Benchmark {

    private static final int LIMIT = 200;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    @Override
    public String title() {
        return "language models, users through two gateways";
    }

    @Override
    public Set<String> options() {
        return Set.of("users", "per-second", "seconds", "warm-up", "streamed");
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        int users = options.number("users", 1_000);
        int perSecond = options.number("per-second", 167);
        Path directory = Files.createTempDirectory("weir-l1-");
        KeyFile keys = new KeyFile(directory.resolve("keys"), List.of());
        List<ApiKey> callers = IntStream.range(0, users)
                .mapToObj(i -> new ApiKey("sk-user-" + i, "user-" + i))
                .toList();
        keys.add(callers);
        try (FakeVllm vllm = FakeVllm.start();
                GatewayServers gateways = GatewayServers.start(2, properties(keys, vllm), directory)) {
            LoadPlan warmUp = plan(options, gateways, vllm, callers, perSecond, options.number("warm-up", 60));
            report.progress("warm-up of " + warmUp.duration().toSeconds() + " s");
            LoadResult unused = Load.run(warmUp);
            int before = lines(gateways);
            LoadPlan plan = plan(options, gateways, vllm, callers, perSecond, options.number("seconds", 300));
            report.progress(plan.duration().toSeconds() + " s with " + perSecond + " requests a second");
            ThreadPeak peak = new ThreadPeak(gateways.all());
            LoadResult result = Load.run(plan);
            print(report, result, peak.end(), lines(gateways) - before);
        }
    }

    private static Map<String, String> properties(KeyFile keys, FakeVllm vllm) {
        return Map.of(
                "ratelimit.llm.keys", keys.path().toString(),
                "ratelimit.llm.model.llama.upstream", vllm.uri().toString(),
                "ratelimit.policy.llm-tokens.limit", LIMIT + "/1m");
    }

    private static LoadPlan plan(
            Options options, GatewayServers gateways, FakeVllm vllm, List<ApiKey> callers, int perSecond, int seconds) {
        List<URI> roots = gateways.all().stream().map(PayaraInstance::baseUri).toList();
        return new LoadPlan(
                roots,
                vllm.uri(),
                "llama",
                callers.stream().map(ApiKey::secret).toList(),
                perSecond,
                options.number("streamed", 20),
                20,
                Duration.ofSeconds(seconds));
    }

    private static int lines(GatewayServers gateways) {
        return IntStream.range(0, gateways.all().size())
                .map(i -> gateways.audit(i).size())
                .sum();
    }

    private static void print(Report report, LoadResult result, int threads, int audited) {
        Report.Table times = new Report.Table("milliseconds to the head of a 200", "p50", "p95", "p99", "p99.9");
        for (boolean direct : List.of(true, false)) {
            times.row(
                    direct ? "the model itself" : "through a gateway",
                    Report.figure(result.waitMillis(direct, 500)),
                    Report.figure(result.waitMillis(direct, 950)),
                    Report.figure(result.waitMillis(direct, 990)),
                    Report.figure(result.waitMillis(direct, 999)));
        }
        report.print(times);
        long sent =
                result.statuses().values().stream().mapToLong(Long::longValue).sum();
        report.note("Through the gateways: " + sent + " requests, by status " + result.statuses() + ", " + audited
                + " audit lines, " + result.usersAbove(LIMIT, WINDOW).size() + " users above " + LIMIT
                + " tokens in any minute, at most " + threads + " threads in one server.");
    }

    /** The most threads that any of some servers has had. */
    private static final class ThreadPeak {

        private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        private final ScheduledFuture<?> looks;
        private final AtomicInteger peak = new AtomicInteger();

        ThreadPeak(List<PayaraInstance> servers) {
            looks = executor.scheduleAtFixedRate(
                    () -> servers.forEach(each -> peak.accumulateAndGet(threads(each), Math::max)),
                    0,
                    1,
                    TimeUnit.SECONDS);
        }

        int end() {
            looks.cancel(false);
            executor.shutdown();
            return peak.get();
        }

        private static int threads(PayaraInstance server) {
            Path status = Path.of("/proc", String.valueOf(server.process().pid()), "status");
            try (var lines = Files.lines(status)) {
                return lines.filter(line -> line.startsWith("Threads:"))
                        .mapToInt(line -> Integer.parseInt(
                                line.substring("Threads:".length()).strip()))
                        .findFirst()
                        .orElse(0);
            } catch (IOException e) {
                return 0;
            }
        }
    }
}
