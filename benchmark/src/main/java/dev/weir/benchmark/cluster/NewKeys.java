package dev.weir.benchmark.cluster;

import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** B3: every request has a key that was not used before, at one of two members, which owns half of the keys. */
public final class NewKeys implements Benchmark {

    private static final String POLICY = "hundred";
    private static final List<String> SUBJECTS = List.of(Subject.WEIR, Subject.BUCKET4J_JCACHE, Subject.RAW);

    @Override
    public String title() {
        return "every request a new key, two JVMs";
    }

    @Override
    public Set<String> options() {
        return Set.of("rounds", "seconds", "threads");
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        long millis = options.number("seconds", 3) * 1_000L;
        Report.Table table = new Report.Table(
                "threads",
                "limiter",
                "operations/s",
                "median µs",
                "p99 µs",
                "counted alone",
                "Weir's operations / its",
                "aim",
                "Weir's median / its",
                "aim");
        try (Workers workers = Workers.start(2, Map.of(POLICY, "100/1h"))) {
            Contest.ofThreads(
                    options,
                    SUBJECTS,
                    report,
                    (subject, round, threads) ->
                            workers.get(0).load(subject, POLICY, "new-" + threads + '-' + round, true, threads, millis),
                    (threads, subject, contest) -> table.row(
                            String.valueOf(threads),
                            subject,
                            Report.figure(contest.operationsPerSecond(subject)),
                            Report.figure(contest.micros(subject, 50)),
                            Report.figure(contest.micros(subject, 99)),
                            Report.ratio(contest.alone(subject)),
                            contest.operationsOfWeirPer(subject),
                            subject.equals(Subject.BUCKET4J_JCACHE) ? ">= 1" : "",
                            contest.medianOfWeirPer(subject),
                            subject.equals(Subject.RAW) ? "<= 1.1" : ""));
        }
        report.note("Median of " + Contest.rounds(options) + " rounds:");
        report.print(table);
    }
}
