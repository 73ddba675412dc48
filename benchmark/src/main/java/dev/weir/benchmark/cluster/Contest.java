package dev.weir.benchmark.cluster;

import dev.weir.benchmark.Median;
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

    /** The fraction of the decisions that were made without the cluster. */
    double alone(String subject) {
        return (double) of(subject).mapToLong(Measured::alone).sum()
                / of(subject).mapToLong(Measured::operations).sum();
    }

    private Stream<Measured> of(String subject) {
        return rounds.getOrDefault(subject, List.of()).stream();
    }
}
