package dev.weir.benchmark.cluster;

import dev.weir.benchmark.Median;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The turns of several subjects, round by round, and their medians. */
final class Contest {

    private final Map<String, List<Measured>> rounds = new LinkedHashMap<>();

    /** The measurement of one subject in one round. */
    interface Turn {
        Measured take(String subject, int round) throws Exception;
    }

    /** Measures one subject in one round with a number of threads. */
    interface ThreadedTurn {
        Measured take(String subject, int round, int threads) throws Exception;
    }

    /** Adds what a subject did with a number of threads to the report. */
    interface Row {
        void add(int threads, String subject, Contest contest);
    }

    /** Holds a contest for each number of threads that the options name; every subject has a row in each. */
    static void ofThreads(Options options, List<String> subjects, Report report, ThreadedTurn turn, Row row)
            throws Exception {
        for (int threads : options.numbers("threads", "1,8")) {
            Contest contest = hold(
                    subjects,
                    rounds(options),
                    report,
                    threads + " thread(s)",
                    (subject, round) -> turn.take(subject, round, threads));
            subjects.forEach(subject -> row.add(threads, subject, contest));
        }
    }

    static int rounds(Options options) {
        return options.number("rounds", 5);
    }

    /** Gives every subject its turn in every round; round 0 is for warming up, and is not counted. */
    static Contest hold(List<String> subjects, int count, Report report, String name, Turn turn) throws Exception {
        Contest contest = new Contest();
        for (int round = 0; round <= count; round++) {
            report.progress(name + ", " + (round == 0 ? "warming up" : "round " + round + " of " + count));
            for (String subject : subjects) {
                Measured measured = turn.take(subject, round);
                if (round > 0) {
                    contest.rounds
                            .computeIfAbsent(subject, each -> new ArrayList<>())
                            .add(measured);
                }
            }
        }
        return contest;
    }

    double operationsPerSecond(String subject) {
        return Median.of(of(subject).map(Measured::operationsPerSecond).toList());
    }

    /** The microseconds within which that percentage of the operations was done. */
    double micros(String subject, double percentage) {
        return Median.of(of(subject).map(each -> each.micros(percentage)).toList());
    }

    long admitted(String subject) {
        return of(subject).mapToLong(Measured::admitted).sum();
    }

    /** Weir's operations divided by those of a peer; empty for Weir itself. */
    String operationsOfWeirPer(String subject) {
        return subject.equals(Subject.WEIR)
                ? ""
                : Report.ratio(operationsPerSecond(Subject.WEIR) / operationsPerSecond(subject));
    }

    /** Weir's median time divided by that of a peer; empty for Weir itself. */
    String medianOfWeirPer(String subject) {
        return subject.equals(Subject.WEIR) ? "" : Report.ratio(micros(Subject.WEIR, 50) / micros(subject, 50));
    }

    /** The fraction of the decisions that were made without the cluster. */
    double alone(String subject) {
        return (double) of(subject).mapToLong(Measured::alone).sum()
                / of(subject).mapToLong(Measured::operations).sum();
    }

    private Stream<Measured> of(String subject) {
        return rounds.getOrDefault(subject, List.of()).stream();
    }
}
