package dev.weir.benchmark;

import static java.util.Map.entry;

import dev.weir.benchmark.cluster.Accuracy;
import dev.weir.benchmark.cluster.HeapPerKey;
import dev.weir.benchmark.cluster.HotKey;
import dev.weir.benchmark.cluster.ManyKeys;
import dev.weir.benchmark.cluster.NewKeys;
import dev.weir.benchmark.cluster.OutboundPace;
import dev.weir.benchmark.cluster.RefusedKey;
import dev.weir.benchmark.gateway.GatewayLoad;
import dev.weir.benchmark.http.HttpThroughput;
import dev.weir.benchmark.http.Outage;
import dev.weir.benchmark.local.LocalBenchmark;
import dev.weir.benchmark.login.LoginTiming;
import java.util.List;
import java.util.Map;

/** Runs one benchmark: {@code benchmark/run B2 --threads 1,8}. */
public final class BenchmarkMain {

    private static final Map<String, Benchmark> BENCHMARKS = Map.ofEntries(
            entry("B1", new LocalBenchmark()),
            entry("B2", new HotKey()),
            entry("B3", new NewKeys()),
            entry("B4", new RefusedKey()),
            entry("B5", new HttpThroughput()),
            entry("B6", new HeapPerKey()),
            entry("B7", new Outage()),
            entry("B8", new Accuracy()),
            entry("B9", new ManyKeys()),
            entry("B10", new LoginTiming()),
            entry("O1", new OutboundPace()),
            entry("L1", new GatewayLoad()));

    private BenchmarkMain() {}

    /** Takes the name of the benchmark and its options. */
    public static void main(String[] args) throws Exception {
        List<String> arguments = List.of(args);
        Benchmark benchmark = arguments.isEmpty() ? null : BENCHMARKS.get(arguments.get(0));
        if (benchmark == null) {
            System.err.println("one of " + BENCHMARKS.keySet().stream().sorted().toList() + " and its options");
            System.exit(2);
            return;
        }
        List<String> rest = arguments.subList(1, arguments.size());
        Options options = Options.parse(rest, benchmark.options());
        Report report = new Report(System.out);
        report.begin(arguments.get(0), benchmark.title(), rest);
        benchmark.run(options, report);
    }
}
