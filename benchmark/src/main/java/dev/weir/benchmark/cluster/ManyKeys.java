package dev.weir.benchmark.cluster;

import dev.weir.Limit;
import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import dev.weir.text.LimitReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * B9: many clients, none of them hot, whose requests arrive at a random member each: operations in the grid per
 * request, and how long a request waits.
 */
public final class ManyKeys implements Benchmark {

    private static final String UNLIMITED = "1000000000/1h";
    private static final String BY_RATE = "by-rate";
    /** Opens the caches, and is not counted. */
    private static final long MILLIS_TO_OPEN = 1;

    private static final int THREADS_TO_SPEND = 8;
    private static final long HOUR_MILLIS = 3_600_000;

    /** What is measured, and the prefix of its caches, in which its operations are counted. */
    private static final Map<String, String> SUBJECTS = subjects();

    @Override
    public String title() {
        return "many keys, requests at random members";
    }

    @Override
    public Set<String> options() {
        return Set.of(
                "members",
                "limits",
                "keys",
                "rate",
                "seconds",
                "peer-seconds",
                "warm-up",
                "threads",
                "spent",
                "uncounted");
    }

    private static Map<String, String> subjects() {
        Map<String, String> subjects = new LinkedHashMap<>();
        subjects.put(Subject.WEIR, "weir.");
        subjects.put(Subject.BUCKET4J_JCACHE, "bucket4j.");
        return subjects;
    }

    /**
     * The requests, of all members together.
     *
     * @param rate requests per second and key
     * @param threads the threads of a member
     * @param peerMillis how long the peer is measured, which needs no time to find leases
     */
    private record Population(
            int keys, double rate, int threads, long warmUpMillis, long millis, long peerMillis, boolean counted) {

        long millisOf(String subject) {
            return subject.equals(Subject.WEIR) ? millis : peerMillis;
        }
    }

    /**
     * A limit that is measured.
     *
     * @param spent the fraction of the keys that has used up the limit before
     */
    private record Series(String policy, String text, Limit limit, double spent) {

        String operationsAim() {
            return limit.windowMillis() != HOUR_MILLIS ? "" : limit.permits() == 1_000 ? "<= 0.6" : "<= 0.3";
        }

        String waitsAim() {
            return limit.windowMillis() != HOUR_MILLIS ? "" : "<= 0.1";
        }
    }

    /** The measurement of one subject, and its operations per request; NaN if they were not counted. */
    private record Outcome(Measured measured, double operationsPerRequest) {}

    @Override
    public void run(Options options, Report report) throws Exception {
        Population population = new Population(
                options.number("keys", 10_000),
                Double.parseDouble(options.text("rate", "0.4")),
                options.number("threads", 16),
                options.number("warm-up", 30) * 1_000L,
                options.number("seconds", 120) * 1_000L,
                options.number("peer-seconds", 30) * 1_000L,
                !options.has("uncounted"));
        List<Series> all = options.texts("limits", UNLIMITED + ",1000/1h,100/1h,1000/1m").stream()
                .map(text -> series(text, population, options.text("spent", BY_RATE)))
                .toList();
        Map<String, String> limits = new LinkedHashMap<>();
        all.forEach(series -> limits.put(series.policy, series.text));
        Report.Table table = new Report.Table(
                "members",
                "limit",
                "limiter",
                "requests/s",
                "operations/request",
                "aim",
                "waited",
                "aim",
                "refused",
                "counted alone",
                "p50 µs",
                "p95 µs",
                "p99 µs");
        for (int members : options.numbers("members", "3")) {
            try (Workers workers = Workers.start(members, limits)) {
                for (Series series : all) {
                    for (String subject : SUBJECTS.keySet()) {
                        report.progress(members + " members, " + series.text + ", " + subject);
                        Outcome outcome = measure(workers, members, series, subject, population);
                        report.progress(Report.ratio(outcome.operationsPerRequest) + " operations a request");
                        add(table, members, series, subject, outcome);
                    }
                }
            }
        }
        report.note(note(population, all));
        report.print(table);
    }

    private static String note(Population population, List<Series> all) {
        Map<String, String> spent = new LinkedHashMap<>();
        all.forEach(series -> spent.put(series.text, Report.ratio(series.spent)));
        return String.format(
                Locale.ROOT,
                "%,d keys, %s requests a second and key, for %d s (the peer for %d s) after %d s of warming up. Part of the keys that has used up"
                        + " the limit before: %s. `waited` is the part of the requests whose decision came from the grid.",
                population.keys,
                population.rate,
                population.millis / 1_000,
                population.peerMillis / 1_000,
                population.warmUpMillis / 1_000,
                spent);
    }

    /**
     * In a population that has been there for long, of the clients that ask for more than the limit allows, a part is
     * refused at any time: as many as there are requests too many.
     */
    private static Series series(String text, Population population, String spent) {
        Limit limit = LimitReader.read(text);
        double asked = population.rate * limit.windowMillis() / 1_000;
        double part = spent.equals(BY_RATE) ? Math.max(0, 1 - limit.permits() / asked) : Double.parseDouble(spent);
        return new Series("of-" + text.replace('/', '-'), text, limit, part);
    }

    private static Outcome measure(Workers workers, int members, Series series, String subject, Population population) {
        String policy = series.policy;
        // before any key is used: a partition counts from its first key on, or never
        count(workers, population);
        // opens the caches of all members, if they are not open
        workers.all(worker -> worker.load(subject, policy, "another", false, 1, MILLIS_TO_OPEN));
        count(workers, population);
        int spent = (int) (series.spent * population.keys);
        workers.all(worker -> worker.ask("spend", subject, policy, "key-", spent, THREADS_TO_SPEND));
        // the two subjects get the same requests, but not those that they got while warming up
        arrive(workers, members, policy, subject, population, population.warmUpMillis, 1);
        long before = operations(workers, subject);
        if (population.counted && before == 0) {
            throw new IllegalStateException(subject + ": the statistics do not count");
        }
        Measured measured = arrive(workers, members, policy, subject, population, population.millisOf(subject), 2);
        long operations = operations(workers, subject) - before;
        return new Outcome(measured, population.counted ? (double) operations / measured.operations() : Double.NaN);
    }

    private static void count(Workers workers, Population population) {
        if (population.counted) {
            workers.all(worker -> worker.ask("count"));
        }
    }

    private static Measured arrive(
            Workers workers, int members, String policy, String subject, Population population, long millis, int part) {
        double perSecond = population.keys * population.rate / members;
        return workers
                .indexed((worker, index) -> Measured.decode(worker.ask(
                        "arrive",
                        subject,
                        policy,
                        "key-",
                        population.keys,
                        perSecond,
                        population.threads,
                        (long) part * members + index,
                        millis)))
                .stream()
                .reduce(Measured::beside)
                .orElseThrow();
    }

    private static long operations(Workers workers, String subject) {
        String prefix = SUBJECTS.getOrDefault(subject, "");
        return workers.all(worker -> Long.parseLong(worker.ask("operations", prefix))).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void add(Report.Table table, int members, Series series, String subject, Outcome outcome) {
        boolean weir = subject.equals(Subject.WEIR);
        Measured measured = outcome.measured;
        double requests = measured.operations();
        table.row(
                String.valueOf(members),
                series.text,
                subject,
                Report.figure(measured.operationsPerSecond()),
                Report.ratio(outcome.operationsPerRequest),
                weir ? series.operationsAim() : "",
                Report.ratio(measured.waited() / requests),
                weir ? series.waitsAim() : "",
                Report.ratio((requests - measured.admitted()) / requests),
                Report.ratio(measured.alone() / requests),
                Report.figure(measured.micros(50)),
                Report.figure(measured.micros(95)),
                Report.figure(measured.micros(99)));
    }
}
