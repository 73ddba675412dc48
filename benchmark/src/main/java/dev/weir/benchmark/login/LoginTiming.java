package dev.weir.benchmark.login;

import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import dev.weir.benchmark.http.Connection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * B10: the time of failing logins with usernames that are known and with others, which must not tell them apart. Those
 * that are known have logged in at another member, so the first attempt of each has to ask the cluster.
 */
public final class LoginTiming implements Benchmark {

    private static final String KNOWN = "known";
    private static final String UNKNOWN = "other";
    private static final String WARM_UP_KNOWN = "wknow";
    private static final String WARM_UP_UNKNOWN = "wothe";

    private record Try(boolean isKnown, int number) {}

    @Override
    public String title() {
        return "failing logins of known and unknown usernames";
    }

    @Override
    public Set<String> options() {
        return Set.of("requests", "warm-up", "seed");
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        int requests = options.number("requests", 1_000);
        int warmUp = options.number("warm-up", 3_000);
        Random random = new Random(options.number("seed", 1));
        Report.Table table =
                new Report.Table("attempt", "username", "requests", "median µs", "p95 µs", "z (Mann-Whitney)");
        try (LoginServers servers = LoginServers.start(2)) {
            try (Connection first = new Connection(servers.get(0))) {
                report.progress("logging in");
                logIn(first, KNOWN, requests);
                logIn(first, WARM_UP_KNOWN, warmUp);
            }
            try (Connection second = new Connection(servers.get(1))) {
                report.progress("warming up");
                Sample unused = fail(second, WARM_UP_KNOWN, WARM_UP_UNKNOWN, warmUp, random);
                for (String attempt : new String[] {"first", "second"}) {
                    report.progress(attempt + " attempts");
                    fail(second, KNOWN, UNKNOWN, requests, random).print(attempt, table);
                }
            }
        }
        report.print(table);
        report.note("Known and unknown usernames in random order, each a new one, by one connection: |z| above 2 would"
                + " tell them apart in 95 of 100 cases.");
    }

    private static void logIn(Connection connection, String prefix, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            int status = post(connection, prefix, i, LoginServer.RIGHT, "192.0.2.1");
            if (status != 200) {
                throw new IllegalStateException("a login was answered with " + status);
            }
        }
    }

    private static int post(Connection connection, String prefix, int number, String password, String client)
            throws IOException {
        String form = String.format(Locale.ROOT, "username=%s-%06d&password=%s", prefix, number, password);
        return connection.post(LoginServer.PATH, client, form);
    }

    /** Tries each of {@code count} known and as many unknown usernames once. */
    private static Sample fail(Connection connection, String known, String unknown, int count, Random random)
            throws IOException {
        List<Try> tries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tries.add(new Try(true, i));
            tries.add(new Try(false, i));
        }
        Collections.shuffle(tries, random);
        Sample sample = new Sample(new ArrayList<>(), new ArrayList<>());
        for (Try each : tries) {
            String client = "198.51." + random.nextInt(256) + '.' + random.nextInt(256);
            long begin = System.nanoTime();
            int status = post(connection, each.isKnown ? known : unknown, each.number, "wrong", client);
            long nanos = System.nanoTime() - begin;
            if (status != 401) {
                throw new IllegalStateException("a failing login was answered with " + status);
            }
            (each.isKnown ? sample.known : sample.unknown).add(nanos);
        }
        return sample;
    }

    /** Nanoseconds of requests. */
    private record Sample(List<Long> known, List<Long> unknown) {

        void print(String attempt, Report.Table table) {
            table.row(row(attempt, "known", known, String.format(Locale.ROOT, "%.2f", RankTest.z(known, unknown))));
            table.row(row(attempt, "unknown", unknown, ""));
        }

        private static String[] row(String attempt, String username, List<Long> nanos, String z) {
            List<Long> sorted = nanos.stream().sorted().toList();
            return new String[] {
                attempt,
                username,
                String.format(Locale.ROOT, "%,d", sorted.size()),
                Report.figure(sorted.get(sorted.size() / 2) / 1e3),
                Report.figure(sorted.get(sorted.size() * 95 / 100) / 1e3),
                z
            };
        }
    }
}
