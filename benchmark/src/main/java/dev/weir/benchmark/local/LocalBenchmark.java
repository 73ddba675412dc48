package dev.weir.benchmark.local;

import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Median;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.QuietLogging;
import dev.weir.benchmark.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * B1: the time, and with {@code --gc} the allocation, of a decision in one JVM. Each round runs one JVM for each of the
 * peers.
 */
public final class LocalBenchmark implements Benchmark {

    private static final String WEIR = "weir";
    /** Weir with nothing that counts or watches its decisions. */
    private static final String UNMEASURED = "weirUnmeasured";

    private static final List<String> MEASURED = List.of(WEIR, "weirMonitored");
    /**
     * A heap of fixed size that is allocated at the start, in large pages where the system has them. Otherwise the
     * figures depend on the placement of the pages as much as on the code, and one JVM takes twice as long as the next.
     */
    private static final String[] HEAP = {
        "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UseTransparentHugePages"
    };
    /** The number of iterations. JMH adds up the values of {@link Allocations.Size} after each. */
    private static final int ITERATIONS = 3;
    /** The largest ratio of Weir's time to the peer's that meets the target, by the number of keys. */
    private static final Map<String, Map<String, String>> AIMS =
            Map.of("1", Map.of("bucket4j", "<= 1"), "10000", Map.of("bucket4jInCaffeine", "<= 0.6"));

    @Override
    public String title() {
        return "local decision";
    }

    @Override
    public Set<String> options() {
        return Set.of("gc", "rounds", "seconds", "threads", "only", "keys", "algorithms");
    }

    @Override
    public void run(Options options, Report report) throws RunnerException {
        if (options.has("gc")) {
            allocations(options, report);
        } else {
            times(options, report);
        }
    }

    private static void times(Options options, Report report) throws RunnerException {
        int rounds = options.number("rounds", 3);
        for (int threads : options.numbers("threads", "1,2")) {
            Map<String, Map<String, List<Double>>> nanos = new LinkedHashMap<>();
            for (int round = 1; round <= rounds; round++) {
                report.progress(threads + " thread(s), round " + round + " of " + rounds);
                String pattern = Decisions.class.getName() + "\\.(" + options.text("only", ".*") + ")$";
                for (RunResult result : new Runner(chosen(options, jmh(options, pattern))
                                .threads(threads)
                                .build())
                        .run()) {
                    nanos.computeIfAbsent(result.getParams().getParam("count"), keys -> new LinkedHashMap<>())
                            .computeIfAbsent(name(result), name -> new ArrayList<>())
                            .add(result.getPrimaryResult().getScore());
                }
            }
            report.note("Nanoseconds a decision, " + threads + " thread(s), median of " + rounds + " rounds:");
            report.print(table(nanos));
            if (nanos.values().stream()
                    .anyMatch(each -> each.keySet().stream().anyMatch(LocalBenchmark::isUnmeasured))) {
                report.note("The same beside `" + UNMEASURED + "` of the same round, median of the ratios:");
                report.print(costs(nanos));
            }
        }
    }

    private static boolean isUnmeasured(String name) {
        return name.startsWith(UNMEASURED);
    }

    /** What it costs that decisions are counted and watched, round by round. */
    private static Report.Table costs(Map<String, Map<String, List<Double>>> nanos) {
        Report.Table table = new Report.Table("keys", "limiter", "ratio", "lowest", "highest", "aim");
        nanos.forEach((keys, byName) -> byName.entrySet().stream()
                .filter(each -> isUnmeasured(each.getKey()))
                .forEach(each -> MEASURED.forEach(measured -> {
                    String counted = measured + each.getKey().substring(UNMEASURED.length());
                    List<Double> figures = byName.getOrDefault(counted, List.of());
                    List<Double> ratios = new ArrayList<>();
                    for (int i = 0; i < figures.size(); i++) {
                        ratios.add(figures.get(i) / each.getValue().get(i));
                    }
                    if (!ratios.isEmpty()) {
                        table.row(
                                keys,
                                counted,
                                Report.ratio(Median.of(ratios)),
                                Report.ratio(
                                        ratios.stream().min(Double::compare).orElseThrow()),
                                Report.ratio(
                                        ratios.stream().max(Double::compare).orElseThrow()),
                                "<= 1.05");
                    }
                })));
        return table;
    }

    private static Report.Table table(Map<String, Map<String, List<Double>>> nanos) {
        Report.Table table = new Report.Table("keys", "limiter", "ns", "lowest", "highest", "Weir / it", "aim");
        nanos.forEach((keys, byName) -> byName.forEach((name, figures) -> {
            boolean peer = !name.startsWith(WEIR + " ");
            List<Double> weir = byName.getOrDefault(WEIR + " sliding-window", List.of());
            String aim = AIMS.getOrDefault(keys, Map.of()).getOrDefault(name, "");
            table.row(
                    keys,
                    name,
                    Report.figure(Median.of(figures)),
                    Report.figure(figures.stream().min(Double::compare).orElseThrow()),
                    Report.figure(figures.stream().max(Double::compare).orElseThrow()),
                    peer ? Report.ratio(Median.of(weir) / Median.of(figures)) : "",
                    aim);
        }));
        return table;
    }

    private static void allocations(Options options, Report report) throws RunnerException {
        Report.Table table =
                new Report.Table("store", "decision", "ns", "bytes allocated", "bytes of the decision", "aim");
        ChainedOptionsBuilder jmh = jmh(options, Allocations.class.getName()).addProfiler(GCProfiler.class);
        for (RunResult result : new Runner(jmh.threads(1).build()).run()) {
            Map<String, ? extends Result<?>> secondary = secondary(result);
            String name = name(result);
            table.row(
                    result.getParams().getParam("store"),
                    name,
                    Report.figure(result.getPrimaryResult().getScore()),
                    Report.figure(score(secondary, "gc.alloc.rate.norm")),
                    Report.figure(score(secondary, name.equals("leased") ? "ofHot" : "ofRefused") / ITERATIONS),
                    "equal");
        }
        report.note("What a decision allocates. In the store `local` a counter lends to itself, all that it can.");
        report.print(table);
    }

    @SuppressWarnings("rawtypes")
    private static Map<String, ? extends Result<?>> secondary(RunResult result) {
        Map<String, Result<?>> named = new LinkedHashMap<>();
        for (Map.Entry<String, Result> entry : result.getSecondaryResults().entrySet()) {
            // JMH marks the results of a profiler by a leading middle dot
            named.put(entry.getKey().replaceFirst("^\\W+", ""), entry.getValue());
        }
        return named;
    }

    private static double score(Map<String, ? extends Result<?>> secondary, String label) {
        Result<?> result = secondary.get(label);
        return result == null ? Double.NaN : result.getScore();
    }

    private static ChainedOptionsBuilder chosen(Options options, ChainedOptionsBuilder jmh) {
        return jmh.param("count", options.texts("keys", "1,10000").toArray(String[]::new))
                .param(
                        "algorithm",
                        options.texts("algorithms", "sliding-window,token-bucket")
                                .toArray(String[]::new));
    }

    private static ChainedOptionsBuilder jmh(Options options, String pattern) {
        TimeValue time = TimeValue.seconds(options.number("seconds", 1));
        return new OptionsBuilder()
                .include(pattern)
                .forks(1)
                .jvmArgsPrepend(HEAP)
                .jvmArgsAppend(QuietLogging.OPTION, "-Djol.magicFieldOffset=true", "-Djdk.attach.allowAttachSelf=true")
                .warmupIterations(3)
                .warmupTime(time)
                .measurementIterations(ITERATIONS)
                .measurementTime(time)
                .shouldDoGC(true)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    private static String name(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        String name = benchmark.substring(benchmark.lastIndexOf('.') + 1);
        String algorithm = result.getParams().getParam("algorithm");
        return algorithm == null ? name : name + ' ' + algorithm;
    }
}
