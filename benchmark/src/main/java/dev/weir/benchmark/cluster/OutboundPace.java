package dev.weir.benchmark.cluster;

import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import dev.weir.benchmark.outbound.PacedCalls;
import dev.weir.benchmark.outbound.Pacer;
import dev.weir.outbound.strict.ArrivalLog;
import dev.weir.outbound.strict.StrictRemote;
import dev.weir.outbound.strict.StrictRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * O1: calls to a service that accepts 20 in any second, all at once, half of them from each of two JVMs. What
 * arrived is read from the log of the service.
 */
public final class OutboundPace implements Benchmark {

    private static final int MEMBERS = 2;
    private static final int PER_SECOND = 20;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int WARM_UP_CALLS = 5;

    @Override
    public String title() {
        return "calls to a service that accepts 20 in any second, two JVMs";
    }

    @Override
    public Set<String> options() {
        return Set.of("calls", "only", "rounds");
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        Report.Table table = new Report.Table(
                "calls", "limiter", "refused", "most in a second", "accepted/s", "gap p50 ms", "gap p99 ms", "threads");
        String only = options.text("only", "");
        List<String> pacers =
                Pacer.ALL.stream().filter(name -> name.contains(only)).toList();
        // a new cluster each time: limiters begin with what they have after a pause
        for (int calls : options.numbers("calls", "100,1000")) {
            for (int round = 1; round <= options.number("rounds", 1); round++) {
                for (String pacer : pacers) {
                    report.progress(calls + " calls by " + pacer + ", round " + round);
                    try (Workers workers = Workers.start(MEMBERS, Map.of(Pacer.POLICY, PER_SECOND + "/1s"));
                            StrictRemote remote = StrictRemote.start(StrictRules.defaults())) {
                        measure(workers, remote, pacer, calls, table);
                    }
                }
            }
        }
        report.note("`refused` are calls that the service answered with 500 because of its limit; `most in a second`"
                + " are arrivals in any second; `accepted/s` is taken between the first and the last that were not refused;"
                + " `threads` is how many more threads than before a JVM had at most, the larger one of both.");
        report.print(table);
    }

    private static void measure(Workers workers, StrictRemote remote, String pacer, int calls, Report.Table table) {
        ask(workers, remote, pacer, "warm-up", WARM_UP_CALLS);
        awaitASecond();
        remote.clear();
        List<PacedCalls.Result> results = ask(workers, remote, pacer, "call", calls / MEMBERS);
        ArrivalLog log = remote.log().of("call");
        int answered = results.stream().mapToInt(PacedCalls.Result::answered).sum();
        if (answered + log.refusals() != log.count()) {
            throw new IllegalStateException(
                    answered + " answers and " + log.refusals() + " refusals of " + log.count());
        }
        table.row(
                String.valueOf(calls),
                pacer,
                String.valueOf(log.refusals()),
                String.valueOf(log.mostIn(SECOND)),
                Report.figure(log.accepted().perSecond()),
                Report.figure(millis(log.gap(50))),
                Report.figure(millis(log.gap(99))),
                String.valueOf(results.stream()
                        .mapToInt(PacedCalls.Result::threads)
                        .max()
                        .orElse(0)));
    }

    private static List<PacedCalls.Result> ask(
            Workers workers, StrictRemote remote, String pacer, String name, int calls) {
        return workers.indexed((worker, index) -> PacedCalls.Result.decode(
                worker.ask("pace", pacer, PER_SECOND, MEMBERS, remote.uri(name + index + '-'), calls)));
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    private static void awaitASecond() {
        try {
            Thread.sleep(SECOND.toMillis() + 100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
