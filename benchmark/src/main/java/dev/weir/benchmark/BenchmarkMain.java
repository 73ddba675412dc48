package dev.weir.benchmark;

import dev.weir.benchmark.cluster.Accuracy;
import dev.weir.benchmark.cluster.HeapPerKey;
import dev.weir.benchmark.cluster.HotKey;
import dev.weir.benchmark.cluster.ManyKeys;
import dev.weir.benchmark.cluster.NewKeys;
import dev.weir.benchmark.cluster.RefusedKey;
import dev.weir.benchmark.http.HttpThroughput;
import dev.weir.benchmark.http.Outage;
import dev.weir.benchmark.local.LocalBenchmark;
import java.util.List;
import java.util.Map;

/** Runs one benchmark: {@code benchmark/run B2 --threads 1,8}. */
public final class BenchmarkMain {

    private static final Map<String, Benchmark> BENCHMARKS = Map.of(
            "B1", new LocalBenchmark(),
            "B2", new HotKey(),
            "B3", new NewKeys(),
            "B4", new RefusedKey(),
            "B5", new HttpThroughput(),
            "B6", new HeapPerKey(),
            "B7", new Outage(),
            "B8", new Accuracy(),
            "B9", new ManyKeys());

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
