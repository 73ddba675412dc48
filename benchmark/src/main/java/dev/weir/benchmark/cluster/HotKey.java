package dev.weir.benchmark.cluster;

import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import dev.weir.benchmark.Weir;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * B2: one hot key on two members, its limit never reached. Half of each turn runs on one member and half on the other,
 * because one of them owns the key; with {@code --both}, on both at once.
 */
public final class HotKey implements Benchmark {

    private static final String POLICY = "plenty";
    private static final List<String> SUBJECTS =
            List.of(Subject.WEIR, Subject.BUCKET4J_JCACHE, Subject.BUCKET4J_HAZELCAST);

    @Override
    public String title() {
        return "one hot key, two JVMs";
    }

    @Override
    public Set<String> options() {
        return Set.of("rounds", "seconds", "threads", "both");
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        boolean both = options.has("both");
        long millis = options.number("seconds", 4) * 1_000L;
        Report.Table table = new Report.Table(
                "threads",
                "limiter",
                "operations/s",
                "median µs",
                "p99 µs",
                "counted alone",
                "Weir's operations / its",
                "aim");
        try (Workers workers = Workers.start(2, Map.of(POLICY, Weir.PLENTY))) {
            Contest.ofThreads(
                    options,
                    SUBJECTS,
                    report,
                    (subject, round, threads) -> both
                            ? atBoth(workers, subject, threads, millis)
                            : workers.inTurn(subject, POLICY, "hot", threads, millis),
                    (threads, subject, contest) -> table.row(
                            String.valueOf(threads),
                            subject,
                            Report.figure(contest.operationsPerSecond(subject)),
                            Report.figure(contest.micros(subject, 50)),
                            Report.figure(contest.micros(subject, 99)),
                            Report.ratio(contest.alone(subject)),
                            contest.operationsOfWeirPer(subject),
                            subject.equals(Subject.WEIR) ? "" : ">= 50"));
        }
        report.note(
                (both ? "At both members at once, with that number of threads each" : "At one member after the other")
                        + ", median of " + Contest.rounds(options) + " rounds:");
        report.print(table);
    }

    private static Measured atBoth(Workers workers, String subject, int threads, long millis) {
        return workers.all(worker -> worker.load(subject, POLICY, "hot", false, threads, millis)).stream()
                .reduce(Measured::beside)
                .orElseThrow();
    }
}
