package dev.weir.monitor.report;

import dev.weir.Source;
import dev.weir.metrics.PolicyTotals;
import dev.weir.monitor.count.BlockedKey;
import dev.weir.monitor.count.BlockedKey.Subject;
import dev.weir.monitor.count.Counts;
import dev.weir.monitor.count.KeyCount;
import dev.weir.monitor.count.SketchView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The text of a report: its version, and then what it says in a fixed order. All policies are in it with their totals.
 * Keys find the room that a largest length leaves for them: those that are used little are left out first, and the
 * floor of their sketch says what that leaves open. Parts that were asked for follow, in room of their own; earlier
 * versions of Weir neither write nor read them.
 */
final class ReportCodec {

    /** Characters of a report without its parts, unless the totals of thousands of policies alone take more. */
    static final int LONGEST = 256 * 1024;

    private static final String VERSION = "1|";
    /** Characters for blocks, and for blocks that were ended. */
    private static final int LONGEST_BLOCKS = LONGEST / 4;

    private static final int LONGEST_ENDS = LONGEST / 16;
    /** The characters of the numbers around a key, at most. */
    private static final int AROUND_KEY = 110;

    private static final int LONGEST_WHY = 200;
    private static final long UNKNOWN = -1;

    private ReportCodec() {}

    static String encode(InstanceReport report) {
        TextForm.Writer text = new TextForm.Writer();
        InstanceReport.Instance instance = report.instance();
        text.text(instance.namespace())
                .text(instance.id())
                .text(instance.member())
                .number(instance.startedMillis());
        text.number(report.sequence()).number(report.atMillis()).number(report.alone() ? 1 : 0);
        text.number(report.owed()).number(report.missed());
        text.number(report.counts().sources().size());
        report.counts()
                .sources()
                .forEach((source, count) -> text.text(source.name()).number(count));
        List<Map.Entry<String, PolicyTotals>> policies = report.counts().policies().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .toList();
        text.number(policies.size());
        policies.forEach(each -> totals(text.text(each.getKey()), each.getValue()));
        blocked(text, report.blocked());
        ended(text, report.ended());
        sketches(text, report.sketches());
        if (!report.parts().isEmpty()) {
            text.number(report.parts().size());
            new TreeMap<>(report.parts())
                    .forEach((name, part) -> text.text(name).text(part));
        }
        return VERSION + text;
    }

    private static void totals(TextForm.Writer text, PolicyTotals totals) {
        text.number(totals.allowed()).number(totals.refused()).number(totals.blocked());
        text.number(totals.shadow()).number(totals.exempt());
        text.number(totals.unavailable()).number(totals.nearLimit());
    }

    /** The latest, which are the last. */
    private static void blocked(TextForm.Writer text, List<BlockedKey> blocked) {
        int from = blocked.size();
        int length = 0;
        while (from > 0 && length < LONGEST_BLOCKS) {
            from--;
            BlockedKey each = blocked.get(from);
            length += each.policy().length() + each.key().length() + each.why().length() + AROUND_KEY;
        }
        text.number(blocked.size() - from);
        for (BlockedKey each : blocked.subList(from, blocked.size())) {
            String why = each.why();
            text.text(each.policy()).text(each.key()).number(each.untilMillis()).number(each.sinceMillis());
            text.text(why.length() <= LONGEST_WHY ? why : why.substring(0, LONGEST_WHY));
        }
    }

    private static void ended(TextForm.Writer text, Map<Subject, Long> ended) {
        List<Map.Entry<Subject, Long>> latest = ended.entrySet().stream()
                .sorted(Map.Entry.<Subject, Long>comparingByValue().reversed())
                .toList();
        int count = 0;
        int length = 0;
        while (count < latest.size() && length < LONGEST_ENDS) {
            Subject subject = latest.get(count++).getKey();
            length += subject.policy().length() + subject.key().length() + AROUND_KEY;
        }
        text.number(count);
        for (Map.Entry<Subject, Long> each : latest.subList(0, count)) {
            text.text(each.getKey().policy()).text(each.getKey().key()).number(each.getValue());
        }
    }

    private static void sketches(TextForm.Writer text, Map<String, SketchView> sketches) {
        List<String> policies = sketches.keySet().stream().sorted().toList();
        text.number(policies.size());
        for (int i = 0; i < policies.size(); i++) {
            String policy = policies.get(i);
            // what one policy leaves, the others after it can use
            int share = Math.max(0, LONGEST - VERSION.length() - text.length()) / (policies.size() - i);
            sketch(text, policy, sketches.getOrDefault(policy, SketchView.EMPTY), share);
        }
    }

    private static void sketch(TextForm.Writer text, String policy, SketchView whole, int share) {
        List<KeyCount> sorted =
                whole.keys().stream().sorted(KeyCount.MOST_USED_FIRST).toList();
        int count = 0;
        int length = policy.length() + AROUND_KEY;
        while (count < sorted.size() && length < share) {
            length += sorted.get(count).key().length() + AROUND_KEY;
            count += length <= share ? 1 : 0;
        }
        SketchView view = whole.top(count);
        text.text(policy)
                .number(view.total())
                .number(view.floor())
                .number(view.keys().size());
        for (KeyCount each : view.keys()) {
            text.text(each.key()).number(each.count()).number(each.error()).number(each.refused());
            text.number(each.remaining().orElse(UNKNOWN))
                    .number(each.used())
                    .number(each.level())
                    .number(each.seenMillis());
        }
    }

    /** The report that {@code text} is; empty if another version of Weir wrote it. */
    static Optional<InstanceReport> decode(String text) {
        if (!text.startsWith(VERSION)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(new TextForm.Reader(text.substring(VERSION.length()))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static InstanceReport read(TextForm.Reader text) {
        InstanceReport.Instance instance =
                new InstanceReport.Instance(text.text(), text.text(), text.text(), text.number());
        long sequence = text.number();
        long atMillis = text.number();
        boolean alone = text.number() == 1;
        long owed = text.number();
        long missed = text.number();
        Map<Source, Long> sources = new EnumMap<>(Source.class);
        for (int i = text.count(); i > 0; i--) {
            sources.put(Source.valueOf(text.text()), text.number());
        }
        Map<String, PolicyTotals> policies = new HashMap<>();
        for (int i = text.count(); i > 0; i--) {
            policies.put(
                    text.text(),
                    new PolicyTotals(
                            text.number(),
                            text.number(),
                            text.number(),
                            text.number(),
                            text.number(),
                            text.number(),
                            text.number()));
        }
        List<BlockedKey> blocked = new ArrayList<>();
        for (int i = text.count(); i > 0; i--) {
            blocked.add(new BlockedKey(text.text(), text.text(), text.number(), text.number(), text.text()));
        }
        Map<Subject, Long> ended = new HashMap<>();
        for (int i = text.count(); i > 0; i--) {
            ended.put(new Subject(text.text(), text.text()), text.number());
        }
        Map<String, SketchView> sketches = new HashMap<>();
        for (int i = text.count(); i > 0; i--) {
            sketches.put(text.text(), readSketch(text));
        }
        Map<String, String> parts = new HashMap<>();
        for (int i = text.hasMore() ? text.count() : 0; i > 0; i--) {
            parts.put(text.text(), text.text());
        }
        return new InstanceReport(
                instance,
                sequence,
                atMillis,
                alone,
                owed,
                missed,
                new Counts(policies, sources),
                sketches,
                blocked,
                ended,
                parts);
    }

    private static SketchView readSketch(TextForm.Reader text) {
        long total = text.number();
        long floor = text.number();
        List<KeyCount> keys = new ArrayList<>();
        for (int i = text.count(); i > 0; i--) {
            keys.add(new KeyCount(
                    text.text(),
                    text.number(),
                    text.number(),
                    text.number(),
                    known(text.number()),
                    (int) text.number(),
                    (int) text.number(),
                    text.number()));
        }
        return new SketchView(total, floor, keys);
    }

    private static OptionalLong known(long remaining) {
        return remaining == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(remaining);
    }
}
