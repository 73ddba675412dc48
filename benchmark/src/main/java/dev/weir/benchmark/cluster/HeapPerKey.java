package dev.weir.benchmark.cluster;

import dev.weir.benchmark.Benchmark;
import dev.weir.benchmark.Options;
import dev.weir.benchmark.Report;
import dev.weir.benchmark.Weir;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * B6: the heap that a million keys occupy on the instance that received the requests, three in a row for each key. That
 * instance is a lite member: it has no data of the grid, which is all on the other member. Therefore the heap measured
 * is Weir's own.
 */
public final class HeapPerKey implements Benchmark {

    private static final String POLICY = "hundred";

    @Override
    public String title() {
        return "heap per tracked key";
    }

    @Override
    public Set<String> options() {
        return Set.of("keys", "threads");
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        int keys = options.number("keys", 1_000_000);
        int threads = options.number("threads", 8);
        Report.Table table = new Report.Table(
                "store", "seconds", "heap MB", "bytes a key", "of that its text", "beyond", "aim", "counted alone");
        report.progress("Weir, store=cluster");
        add(table, "Weir, `store=cluster`", cluster(keys, threads), "<= 200");
        report.progress("Weir, store=local");
        add(table, "Weir, `store=local`", one(Subject.WEIR, keys, threads), "<= 200");
        report.progress(Subject.BUCKET4J_CAFFEINE);
        add(table, Subject.BUCKET4J_CAFFEINE, one(Subject.BUCKET4J_CAFFEINE, keys, threads), "");
        report.note(String.format(
                Locale.ROOT,
                "%,d keys, three requests in a row for each, by %d threads; heap after minus heap before, garbage collected:",
                keys,
                threads));
        report.print(table);
    }

    private static void add(Report.Table table, String name, Filled filled, String aim) {
        double bytes = (double) filled.bytes / filled.keys;
        double text = Filler.textBytes(filled.keys - 1);
        table.row(
                name,
                Report.figure(filled.nanos / 1e9),
                Report.figure(filled.bytes / 1e6),
                Report.figure(bytes),
                Report.figure(text),
                Report.figure(bytes - text),
                aim,
                filled.shared ? Report.ratio((double) filled.alone / filled.keys / Filler.TIMES) : "all");
    }

    /** The lite member starts second: there has to be a member that can hold data. */
    private static Filled cluster(int keys, int threads) throws IOException {
        try (Workers workers = Workers.start(List.of(properties(keys), lite(keys)), Map.of(POLICY, "100/1h"))) {
            return fill(workers.get(1), true, Subject.WEIR, keys, threads);
        }
    }

    private static Filled one(String subject, int keys, int threads) throws IOException {
        Map<String, String> local = properties(keys);
        local.put("ratelimit.store", "local");
        try (Workers workers = Workers.start(List.of(local), Map.of(POLICY, "100/1h"))) {
            return fill(workers.get(0), false, subject, keys, threads);
        }
    }

    private static Map<String, String> properties(int keys) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("ratelimit.local.max-keys", String.valueOf(keys * 2L));
        // the grid bounds each partition by its share, and keys are not distributed evenly
        properties.put("ratelimit.cluster.max-keys", String.valueOf(keys * 2L));
        return properties;
    }

    private static Map<String, String> lite(int keys) {
        Map<String, String> properties = properties(keys);
        properties.put(Weir.EMBEDDED_CONFIG, "lite-member.xml");
        return properties;
    }

    private static Filled fill(Worker worker, boolean shared, String subject, int keys, int threads) {
        // loads the classes and creates the singletons
        String unused = worker.ask("fill", subject, POLICY, "warm-up-", 1_000, threads, Filler.TIMES);
        long before = Long.parseLong(worker.ask("heap"));
        String[] answer = worker.ask("fill", subject, POLICY, Filler.PREFIX, keys, threads, Filler.TIMES)
                .split(" ", -1);
        long bytes = Long.parseLong(worker.ask("heap")) - before;
        return new Filled(shared, keys, Long.parseLong(answer[0]), Long.parseLong(answer[1]), bytes);
    }

    private record Filled(boolean shared, int keys, long nanos, long alone, long bytes) {}
}
