package dev.weir.benchmark.http;

import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Median;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import dev.weir.example.PayaraInstance;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * B5: requests per second that two members of Payara Micro serve, with Weir and with {@code ratelimit.enabled=false}.
 * Both clusters run all the time, and are loaded in turn.
 */
public final class HttpThroughput implements Benchmark {

    @Override
    public String title() {
        return "HTTP on two Payara Micro members, Weir on and off";
    }

    @Override
    public Set<String> options() {
        return Set.of("rounds", "seconds", "warm-up", "connections", "client");
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        int rounds = options.number("rounds", 5);
        int seconds = options.number("seconds", 5);
        int connections = options.number("connections", 8);
        boolean wrk = options.text("client", Wrk.isInstalled() ? "wrk" : "java").equals("wrk");
        Report.Table table = new Report.Table("addresses", "on, requests/s", "off, requests/s", "on / off", "aim");
        report.progress("starting two members with Weir on and two with Weir off");
        try (PayaraCluster on = PayaraCluster.start(true, 2);
                PayaraCluster off = PayaraCluster.start(false, 2)) {
            for (Addresses addresses : Addresses.values()) {
                Load load = new Load(wrk, connections, addresses);
                report.progress(addresses + " address(es), warming up");
                for (PayaraCluster cluster : List.of(on, off)) {
                    double unused = load.run(cluster, options.number("warm-up", 30));
                }
                Map<PayaraCluster, List<Double>> figures = Map.of(on, new ArrayList<>(), off, new ArrayList<>());
                for (int round = 1; round <= rounds; round++) {
                    report.progress(addresses + " address(es), round " + round + " of " + rounds);
                    // the order alternates, so that a drift affects both
                    for (PayaraCluster cluster : round % 2 == 1 ? List.of(on, off) : List.of(off, on)) {
                        figures.getOrDefault(cluster, List.of()).add(load.run(cluster, seconds));
                    }
                }
                double with = Median.of(figures.getOrDefault(on, List.of()));
                double without = Median.of(figures.getOrDefault(off, List.of()));
                table.row(
                        addresses == Addresses.ONE ? "one" : String.valueOf(addresses.count()),
                        Report.figure(with),
                        Report.figure(without),
                        Report.ratio(with / without),
                        ">= 0.95");
            }
        }
        report.note("GET /api/hello with " + connections + " connections to each member, by "
                + (wrk ? "`wrk`" : "a client in Java") + ", median of " + rounds + " rounds:");
        report.print(table);
    }

    private record Load(boolean wrk, int connections, Addresses addresses) {

        double run(PayaraCluster cluster, int seconds) throws Exception {
            List<URI> servers =
                    cluster.members().stream().map(PayaraInstance::baseUri).toList();
            if (wrk) {
                return Wrk.run(servers, connections, seconds, addresses);
            }
            long start = System.nanoTime();
            try (Clients clients = Clients.start(servers, connections, 0, addresses)) {
                var unused = new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
                Replies replies = clients.next();
                if (replies.others() > 0) {
                    throw new IllegalStateException("not all requests were answered with 200: " + replies.statuses());
                }
                return replies.count() * 1e9 / (System.nanoTime() - start);
            }
        }
    }
}
