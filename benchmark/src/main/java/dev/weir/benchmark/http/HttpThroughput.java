package dev.weir.benchmark.http;

import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Median;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * B5: requests per second that two members of Payara Micro serve, with Weir and with {@code ratelimit.enabled=false},
 * and the operations in the grid per request. The cluster without Weir runs all the time, the one with it is started
 * again for each limit; both are loaded in turn.
 */
public final class HttpThroughput implements Benchmark {

    private static final int MEMBERS = 2;
    /** The clients while warming up, which are not measured. */
    private static final Addresses WARM_UP = new Addresses(10_000, 200);

    @Override
    public String title() {
        return "HTTP on two Payara Micro members, Weir on and off";
    }

    @Override
    public Set<String> options() {
        return Set.of(
                "limits", "addresses", "rounds", "seconds", "warm-up", "settle", "connections", "client", "uncounted");
    }

    /**
     * How long is measured.
     *
     * @param warmUp seconds after the start of a cluster
     * @param settle seconds before the first round of a number of addresses
     */
    private record Plan(boolean wrk, int connections, int rounds, int seconds, int warmUp, int settle) {

        Turn turn(Addresses addresses) {
            return new Turn(wrk, connections, addresses);
        }
    }

    /** The median requests per second of both clusters, and what was counted of the one with Weir. */
    private record Result(double on, double off, double operationsPerRequest, double refused) {}

    @Override
    public void run(Options options, Report report) throws Exception {
        Plan plan = new Plan(
                options.text("client", Wrk.isInstalled() ? "wrk" : "java").equals("wrk"),
                options.number("connections", 8),
                options.number("rounds", 3),
                options.number("seconds", 5),
                options.number("warm-up", 20),
                options.number("settle", 12));
        Report.Table table = new Report.Table(
                "limit",
                "addresses",
                "on, requests/s",
                "off, requests/s",
                "on / off",
                "aim",
                "operations/request",
                "refused");
        report.progress("starting two members with Weir off");
        Path war = GridOperations.war();
        try (PayaraCluster off = PayaraCluster.off(MEMBERS)) {
            plan.turn(WARM_UP).run(off, plan.warmUp, false);
            for (String limit : options.texts("limits", PayaraCluster.UNLIMITED + ",1000/1h,100/1h,1000/1m")) {
                report.progress(limit + ": starting two members with Weir on");
                try (PayaraCluster on = PayaraCluster.on(limit, MEMBERS, war)) {
                    Optional<GridOperations> operations =
                            options.has("uncounted") ? Optional.empty() : Optional.of(GridOperations.begin(on));
                    plan.turn(WARM_UP).run(on, plan.warmUp, true);
                    int network = 0;
                    for (int count : options.numbers("addresses", "1,1000,10000")) {
                        report.progress(limit + ", " + count + " address(es)");
                        Turn turn = plan.turn(new Addresses(count, network++));
                        Result result = measure(plan, turn, on, off, operations);
                        report.progress("on / off " + Report.ratio(result.on / result.off) + ", "
                                + Report.ratio(result.operationsPerRequest) + " operations a request");
                        add(table, limit, count, result);
                    }
                }
            }
        }
        report.note("GET " + Clients.PATH + " with " + plan.connections + " connections to each member, by "
                + (plan.wrk ? "`wrk`" : "a client in Java") + ", median of " + plan.rounds + " rounds:");
        report.print(table);
    }

    private static Result measure(
            Plan plan, Turn turn, PayaraCluster on, PayaraCluster off, Optional<GridOperations> operations)
            throws IOException, InterruptedException {
        turn.run(on, plan.settle, true);
        List<Double> ofOn = new ArrayList<>();
        List<Double> ofOff = new ArrayList<>();
        long requests = 0;
        long refused = 0;
        long counted = 0;
        for (int round = 1; round <= plan.rounds; round++) {
            // the order alternates, so that a drift affects both
            if (round % 2 == 0) {
                ofOff.add(turn.run(off, plan.seconds, false).perSecond());
            }
            long before = operations.map(GridOperations::count).orElse(0L);
            Turn.Outcome outcome = turn.run(on, plan.seconds, true);
            counted += operations.map(GridOperations::count).orElse(0L) - before;
            requests += outcome.requests();
            refused += outcome.refused();
            ofOn.add(outcome.perSecond());
            if (round % 2 == 1) {
                ofOff.add(turn.run(off, plan.seconds, false).perSecond());
            }
        }
        return new Result(
                Median.of(ofOn),
                Median.of(ofOff),
                operations.isPresent() ? (double) counted / requests : Double.NaN,
                (double) refused / requests);
    }

    private static void add(Report.Table table, String limit, int addresses, Result result) {
        table.row(
                limit,
                String.format(Locale.ROOT, "%,d", addresses),
                Report.figure(result.on),
                Report.figure(result.off),
                Report.ratio(result.on / result.off),
                addresses == 1 ? ">= 0.95" : ">= 0.85",
                Report.ratio(result.operationsPerRequest),
                Report.ratio(result.refused));
    }
}
