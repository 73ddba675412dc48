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
        int rounds = options.number("rounds", 5);
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
            for (int threads : options.numbers("threads", "1,8")) {
                Contest contest = Contest.hold(
                        SUBJECTS,
                        rounds,
                        report,
                        threads + " thread(s)",
                        (subject, round) -> workers.get(0)
                                .load(subject, POLICY, "new-" + threads + '-' + round, true, threads, millis));
                for (String subject : SUBJECTS) {
                    double operations = contest.operationsPerSecond(subject);
                    double micros = contest.micros(subject, 50);
                    boolean peer = !subject.equals(Subject.WEIR);
                    table.row(
                            String.valueOf(threads),
                            subject,
                            Report.figure(operations),
                            Report.figure(micros),
                            Report.figure(contest.micros(subject, 99)),
                            Report.ratio(contest.alone(subject)),
                            peer ? Report.ratio(contest.operationsPerSecond(Subject.WEIR) / operations) : "",
                            subject.equals(Subject.BUCKET4J_JCACHE) ? ">= 1" : "",
                            peer ? Report.ratio(contest.micros(Subject.WEIR, 50) / micros) : "",
                            subject.equals(Subject.RAW) ? "<= 1.1" : "");
                }
            }
        }
        report.note("Median of " + rounds + " rounds:");
        report.print(table);
    }
}
