package dev.weir.benchmark.cluster;

import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import dev.weir.benchmark.Weir;
import dev.weir.core.Algorithm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * B8: the share of a limit that is admitted under excess load, on members with unequal parts of the load. Windows are
 * measured by the clock of the machine, which all members share. Limits are measured by the cluster's clock, which can
 * differ between members by the time that a message took when they joined.
 */
public final class Accuracy implements Benchmark {

    private static final Map<Integer, List<Double>> PARTS = Map.of(2, List.of(0.8, 0.2), 3, List.of(0.7, 0.2, 0.1));
    private static final int WARM_UP_WINDOWS = 2;
    private static final int WARM_UP_MILLIS = 5_000;
    private static final double LEAST_PER_SECOND = 40;
    /** From this limit on a series runs alone on the machine. */
    private static final long LARGE = 10_000;
    /** From this limit on Bucket4j is not measured: each permit takes a round trip, and the run would take too long. */
    private static final long TOO_LARGE = 1_000_000;

    private static final long LEAD_MILLIS = 1_000;

    @Override
    public String title() {
        return "admitted / limit, uneven load";
    }

    @Override
    public Set<String> options() {
        return Set.of("members", "limits", "algorithms", "window", "windows", "demand");
    }

    /** One limit, one algorithm, one limiter. */
    private record Series(String subject, String policy, Promise promise, double perSecond, int threads) {

        String describe(String key, double part) {
            return Paced.describe(subject, policy, key, perSecond * part, threads);
        }
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        Map<String, String> limits = new LinkedHashMap<>();
        Map<String, String> algorithms = new LinkedHashMap<>();
        List<List<Series>> runs = runs(options, limits, algorithms);
        Report.Table table = new Report.Table(
                "members", "limit", "algorithm", "limiter", "asked / limit", "total", "aim", "peak", "aim", "alone");
        List<String> offsets = new ArrayList<>();
        int windows = options.number("windows", 12) + WARM_UP_WINDOWS;
        for (int members : options.numbers("members", "2,3")) {
            List<Map<String, String>> each =
                    Stream.generate(() -> algorithms).limit(members).toList();
            try (Workers workers = Workers.start(each, limits)) {
                offsets.addAll(workers.all(worker -> worker.ask("offset")));
                for (List<Series> run : runs) {
                    report.progress(members + " members, " + run.get(0).policy + " of " + run.get(0).subject + " and "
                            + (run.size() - 1) + " more");
                    measure(
                            workers,
                            PARTS.getOrDefault(members, Collections.nCopies(members, 1.0 / members)),
                            run,
                            windows,
                            table);
                }
            }
        }
        report.note("Parts of the load: " + PARTS + ". `total` is what was admitted in " + (windows - WARM_UP_WINDOWS)
                + " windows, divided by what the limit allows in them; `peak` the most in one window, in any interval as"
                + " long as a window, or in any interval beyond what a bucket refills, divided by the limit. Milliseconds"
                + " by which the cluster's clock is ahead of the machine's, member by member: "
                + offsets + ".");
        report.print(table);
    }

    /** The small limits all at once, the large ones one by one. */
    private static List<List<Series>> runs(
            Options options, Map<String, String> limits, Map<String, String> algorithms) {
        int windowMillis = (int) (Double.parseDouble(options.text("window", "5")) * 1_000);
        double demand = Double.parseDouble(options.text("demand", "2"));
        List<Series> small = new ArrayList<>();
        List<List<Series>> runs = new ArrayList<>();
        for (String text : options.texts("limits", "5,100,10000,1000000")) {
            long limit = Long.parseLong(text);
            for (String name : options.texts("algorithms", "fixed-window,sliding-window,token-bucket")) {
                String policy = name + '-' + limit;
                limits.put(policy, limit + "/" + windowMillis + "ms");
                algorithms.put(Weir.property(policy, "algorithm"), name);
                Algorithm algorithm =
                        Algorithm.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
                Promise promise = new Promise(algorithm, limit, windowMillis, WARM_UP_WINDOWS);
                double perSecond = Math.max(LEAST_PER_SECOND, demand * limit * 1_000 / windowMillis);
                List<Series> either = new ArrayList<>();
                int threads = limit >= LARGE ? 2 : 1;
                either.add(new Series(Subject.WEIR, policy, promise, perSecond, threads));
                if (algorithm == Algorithm.TOKEN_BUCKET && limit < TOO_LARGE) {
                    either.add(new Series(Subject.BUCKET4J_JCACHE, policy, promise, perSecond, threads));
                }
                if (limit >= LARGE) {
                    either.forEach(series -> runs.add(List.of(series)));
                } else {
                    small.addAll(either);
                }
            }
        }
        if (!small.isEmpty()) {
            runs.add(0, small);
        }
        return runs;
    }

    private static void measure(
            Workers workers, List<Double> parts, List<Series> run, int windows, Report.Table table) {
        // a JVM that has just started does not answer within 50 ms
        var unused = workers.indexed((worker, index) ->
                admit(worker, "warm-up", parts.get(index), run, System.currentTimeMillis(), WARM_UP_MILLIS));
        int windowMillis = run.get(0).promise.windowMillis();
        long start = (System.currentTimeMillis() + LEAD_MILLIS) / windowMillis * windowMillis + windowMillis;
        List<List<Admissions>> ofWorkers = workers.indexed(
                (worker, index) -> admit(worker, "key", parts.get(index), run, start, windows * windowMillis));
        for (int i = 0; i < run.size(); i++) {
            Series series = run.get(i);
            Admissions sum = new Admissions(windows * windowMillis);
            for (List<Admissions> ofWorker : ofWorkers) {
                sum.add(ofWorker.get(i));
            }
            boolean weir = series.subject.equals(Subject.WEIR);
            boolean sliding = series.promise.algorithm() == Algorithm.SLIDING_WINDOW;
            table.row(
                    String.valueOf(parts.size()),
                    String.format(Locale.ROOT, "%,d", series.promise.limit()),
                    series.promise.algorithm().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    series.subject,
                    Report.figure((double) sum.asked() / windows / series.promise.limit()),
                    Report.ratio(series.promise.total(sum)),
                    weir ? sliding ? ">= 0.96" : ">= 0.99" : "",
                    Report.ratio(series.promise.peak(sum)),
                    weir ? "<= 1" : "",
                    weir ? Report.ratio((double) sum.alone() / sum.asked()) : "");
        }
    }

    private static List<Admissions> admit(
            Worker worker, String key, double part, List<Series> run, long start, int millis) {
        List<String> described =
                run.stream().map(series -> series.describe(key, part)).toList();
        String answer = worker.ask("admit", start, millis, String.join(" ~ ", described));
        return Stream.of(answer.split(" ", -1)).map(Admissions::decode).toList();
    }
}
