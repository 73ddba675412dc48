package dev.weir.benchmark.cluster;

import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * B4: calls as fast as possible for a key that has used up its limit; half of each turn runs on each of two members.
 */
public final class RefusedKey implements Benchmark {

    private static final String POLICY = "few";
    private static final long MILLIS_TO_USE_UP = 500;
    private static final int LEAST_TO_USE_UP = 1;
    /** Long enough that one access more or less at either end has little influence. */
    private static final long MILLIS_TO_COUNT = 10_000;

    private static final List<String> SUBJECTS = List.of(Subject.WEIR, Subject.BUCKET4J_JCACHE);

    @Override
    public String title() {
        return "a refused key, two JVMs";
    }

    @Override
    public Set<String> options() {
        return Set.of("rounds", "seconds", "threads");
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        long millis = options.number("seconds", 4) * 1_000L;
        Report.Table table = new Report.Table(
                "threads", "limiter", "refusals/s", "median µs", "admitted", "Weir's refusals / its", "aim");
        Map<String, Double> accesses = new LinkedHashMap<>();
        try (Workers workers = Workers.start(2, Map.of(POLICY, "5/1h"))) {
            for (String subject : SUBJECTS) {
                workers.all(worker -> worker.load(subject, POLICY, "refused", false, 1, MILLIS_TO_USE_UP));
            }
            Contest.ofThreads(
                    options,
                    SUBJECTS,
                    report,
                    (subject, round, threads) -> workers.inTurn(subject, POLICY, "refused", threads, millis),
                    (threads, subject, contest) -> table.row(
                            String.valueOf(threads),
                            subject,
                            Report.figure(contest.operationsPerSecond(subject)),
                            Report.figure(contest.micros(subject, 50)),
                            String.valueOf(contest.admitted(subject)),
                            contest.operationsOfWeirPer(subject),
                            subject.equals(Subject.WEIR) ? "" : ">= 500"));
        }
        report.progress("accesses to the grid");
        try (Workers workers = Workers.start(2, Map.of(POLICY, "5/1h"))) {
            for (String subject : SUBJECTS) {
                accesses.put(subject, accessesPerSecond(workers, subject));
            }
        }
        report.note("Median of " + Contest.rounds(options) + " rounds:");
        report.print(table);
        report.note("Reads, writes and removals of entries a second in all caches of both members, by the statistics of"
                + " JCache, while one thread at one member asks for 10 seconds (in a cluster apart, because the"
                + " statistics cost time), the larger figure of both members:");
        Report.Table inGrid = new Report.Table("limiter", "accesses/s", "aim");
        accesses.forEach((subject, figure) ->
                inGrid.row(subject, Report.figure(figure), subject.equals(Subject.WEIR) ? "<= 1" : ""));
        report.print(inGrid);
    }

    /** The larger figure of the two members that receive the calls. */
    private static double accessesPerSecond(Workers workers, String subject) {
        // its cache has to exist, but the partition of the key must not: statistics begin with that
        Measured unused = workers.get(0).load(subject, POLICY, "another", false, 1, 1);
        workers.all(worker -> worker.ask("count"));
        workers.all(worker -> worker.load(subject, POLICY, "refused", false, 1, MILLIS_TO_USE_UP));
        if (accesses(workers) < LEAST_TO_USE_UP) {
            throw new IllegalStateException(subject + ": the statistics do not count");
        }
        List<Double> figures = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            long before = accesses(workers);
            Measured measured = workers.get(i).load(subject, POLICY, "refused", false, 1, MILLIS_TO_COUNT);
            figures.add((accesses(workers) - before) * 1e9 / measured.nanos());
        }
        return Collections.max(figures);
    }

    private static long accesses(Workers workers) {
        return workers.all(worker -> Long.parseLong(worker.ask("accesses"))).stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
