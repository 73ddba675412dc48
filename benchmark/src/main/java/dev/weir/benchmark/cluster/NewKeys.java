package dev.weir.benchmark.cluster;

import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * B3: every request has a key that was not used before, at one of two members, which owns half of the keys; then every
 * request has a key that was used once, at the other member.
 */
public final class NewKeys implements Benchmark {

    private static final String POLICY = "hundred";
    private static final int THREADS_TO_PUT = 8;
    private static final List<String> SUBJECTS = List.of(Subject.WEIR, Subject.BUCKET4J_JCACHE, Subject.RAW);
    private static final List<String> KNOWN_SUBJECTS =
            List.of(Subject.WEIR, Subject.BUCKET4J_JCACHE, Subject.RAW_KNOWN);

    @Override
    public String title() {
        return "every request a new key, two JVMs";
    }

    @Override
    public Set<String> options() {
        return Set.of("rounds", "seconds", "threads", "keys");
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        long millis = options.number("seconds", 3) * 1_000L;
        int keys = options.number("keys", 20_000);
        Report.Table table = table();
        Report.Table known = table();
        try (Workers workers = Workers.start(2, Map.of(POLICY, "100/1h"))) {
            Contest.ofThreads(
                    options,
                    SUBJECTS,
                    report,
                    (subject, round, threads) ->
                            workers.get(0).load(subject, POLICY, "new-" + threads + '-' + round, true, threads, millis),
                    (threads, subject, contest) -> add(table, threads, subject, contest));
            Contest.ofThreads(
                    options,
                    KNOWN_SUBJECTS,
                    report,
                    (subject, round, threads) ->
                            ofTheOther(workers, subject, "known-" + threads + '-' + round + '-', keys, threads),
                    (threads, subject, contest) -> add(known, threads, subject, contest));
        }
        report.note("Median of " + Contest.rounds(options) + " rounds:");
        report.print(table);
        report.note(String.format(
                Locale.ROOT,
                "%,d keys a round, each of which the other member has asked for once before, so that it is in the grid:",
                keys));
        report.print(known);
    }

    private static Report.Table table() {
        return new Report.Table(
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
    }

    private static Measured ofTheOther(Workers workers, String subject, String prefix, int keys, int threads) {
        boolean raw = subject.equals(Subject.RAW_KNOWN);
        Measured before = workers.get(1).each(raw ? Subject.RAW : subject, POLICY, prefix, keys, THREADS_TO_PUT);
        if (before.admitted() < keys) {
            throw new IllegalStateException(subject + ": admitted only " + before.admitted() + " of " + keys);
        }
        return workers.get(0).each(subject, POLICY, prefix, keys, threads);
    }

    private static void add(Report.Table table, int threads, String subject, Contest contest) {
        boolean raw = subject.equals(Subject.RAW) || subject.equals(Subject.RAW_KNOWN);
        table.row(
                String.valueOf(threads),
                subject,
                Report.figure(contest.operationsPerSecond(subject)),
                Report.figure(contest.micros(subject, 50)),
                Report.figure(contest.micros(subject, 99)),
                Report.ratio(contest.alone(subject)),
                contest.operationsOfWeirPer(subject),
                subject.equals(Subject.BUCKET4J_JCACHE) ? ">= 1" : "",
                contest.medianOfWeirPer(subject),
                raw ? "<= 1.1" : "");
    }
}
