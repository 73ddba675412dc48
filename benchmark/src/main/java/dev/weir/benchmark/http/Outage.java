package dev.weir.benchmark.http;

import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import dev.weir.example.PayaraInstance;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * B7: the latency of requests to two members while the third freezes, thaws, is killed, returns and is restarted in
 * order. The same is measured with {@code ratelimit.enabled=false}: it shows the influence of the server's own grid and
 * of a machine that is busy with a start.
 */
public final class Outage implements Benchmark {

    private static final int MEMBERS = 3;
    private static final int VICTIM = 2;

    private enum Phase {
        STEADY,
        FREEZE,
        THAW,
        KILL,
        RETURN,
        RESTART
    }

    @Override
    public String title() {
        return "longest wait while one of three members freezes, dies and restarts";
    }

    @Override
    public Set<String> options() {
        return Set.of("rounds", "seconds", "clients", "rate");
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        Map<Boolean, Map<Phase, Replies>> replies = Map.of(true, phases(), false, phases());
        int rounds = options.number("rounds", 1);
        for (int round = 1; round <= rounds; round++) {
            for (boolean limited : new boolean[] {true, false}) {
                report.progress("round " + round + " of " + rounds + ", Weir " + (limited ? "on" : "off"));
                measure(limited, options, report, replies.getOrDefault(limited, Map.of()));
            }
        }
        Report.Table table = new Report.Table(
                "phase", "Weir", "requests", "median ms", "p99", "p99.9", "longest", "statuses", "on - off", "aim");
        for (Phase phase : Phase.values()) {
            Replies off = of(replies, false, phase);
            for (boolean limited : new boolean[] {true, false}) {
                Replies each = of(replies, limited, phase);
                table.row(
                        phase.name().toLowerCase(Locale.ROOT),
                        limited ? "on" : "off",
                        String.valueOf(each.count()),
                        Report.figure(each.millis(50)),
                        Report.figure(each.millis(99)),
                        Report.figure(each.millis(99.9)),
                        Report.figure(each.millis(100)),
                        each.statuses(),
                        limited ? Report.figure(each.millis(100) - off.millis(100)) : "",
                        limited ? "<= 70" : "");
            }
        }
        report.note("Requests of " + Addresses.MANY.count() + " addresses to the two members that nothing is done to,"
                + " milliseconds from sending to the end of the reply, the longest of " + rounds + " round(s):");
        report.print(table);
    }

    private static Map<Phase, Replies> phases() {
        Map<Phase, Replies> phases = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            phases.put(phase, new Replies());
        }
        return phases;
    }

    private static Replies of(Map<Boolean, Map<Phase, Replies>> replies, boolean limited, Phase phase) {
        return replies.getOrDefault(limited, Map.of()).getOrDefault(phase, new Replies());
    }

    private static void measure(boolean limited, Options options, Report report, Map<Phase, Replies> sums)
            throws Exception {
        int seconds = options.number("seconds", 15);
        int count = options.number("clients", 8);
        double rate = options.number("rate", 25);
        Map<Phase, Replies> collected = new EnumMap<>(Phase.class);
        try (PayaraCluster cluster = start(limited)) {
            List<URI> servers = cluster.members().subList(0, VICTIM).stream()
                    .map(PayaraInstance::baseUri)
                    .toList();
            try (Clients clients = Clients.start(servers, count, rate, Addresses.MANY)) {
                pass(seconds * 2);
                Replies warmUp = clients.next();
                report.progress("warmed up: " + warmUp.statuses());
                for (Phase phase : Phase.values()) {
                    report.progress(phase.name().toLowerCase(Locale.ROOT));
                    perform(phase, cluster);
                    pass(seconds);
                    // replies that arrive later are still added to the returned collection
                    collected.put(phase, clients.next());
                }
            }
        }
        collected.forEach(
                (phase, replies) -> sums.getOrDefault(phase, new Replies()).add(replies));
    }

    private static PayaraCluster start(boolean limited) {
        return limited ? PayaraCluster.on(PayaraCluster.UNLIMITED, MEMBERS) : PayaraCluster.off(MEMBERS);
    }

    private static void perform(Phase phase, PayaraCluster cluster) {
        PayaraInstance victim = cluster.get(VICTIM);
        switch (phase) {
            case STEADY -> {}
            case FREEZE -> victim.freeze();
            case THAW -> victim.thaw();
            case KILL -> victim.kill();
            case RETURN -> cluster.startAgain(VICTIM);
            case RESTART -> {
                victim.stop();
                cluster.startAgain(VICTIM);
            }
        }
    }

    private static void pass(int seconds) throws InterruptedException {
        var unused = new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
    }
}
