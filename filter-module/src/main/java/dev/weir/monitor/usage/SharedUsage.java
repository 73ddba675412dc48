package dev.weir.monitor.usage;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The usage of a day over all instances. They tell each other rows, each of one policy and one run of an instance: of a
 * row that several know, the one of the instance whose run it is counts, so that it is summed once. Safe for use by
 * many threads.
 */
public final class SharedUsage {

    /** What instances call it. */
    public static final String TOPIC = "usage";

    private static final String VERSION = "1";
    private static final String ALL = "all";
    private static final String CUT = "cut";
    private static final String BETWEEN = "\n\n";
    private static final char RUN = '|';

    private final UsageRecorder usage;

    /** @param usage what this instance knows */
    public SharedUsage(UsageRecorder usage) {
        this.usage = usage;
    }

    /**
     * What all know of a day. Immutable.
     *
     * @param days of which something is known, the last one first
     * @param cut the instances that know more than they had room to tell
     */
    public record Sum(UsageReport report, List<LocalDate> days, Set<String> cut) {

        public Sum {
            days = List.copyOf(days);
            cut = Set.copyOf(cut);
        }
    }

    /** The name under which instances ask each other for a day. */
    public static String name(LocalDate day) {
        return TOPIC + '/' + day;
    }

    /**
     * What this instance tells others of a day: the days of which it knows something, then its own rows, then those
     * that were kept over a restart. It is empty for a text that is no day.
     *
     * @param most characters
     */
    public String write(String day, int most) {
        Optional<LocalDate> asked = date(day);
        if (asked.isEmpty()) {
            return "";
        }
        StringBuilder days = new StringBuilder();
        usage.days().forEach(each -> days.append(' ').append(each));
        StringBuilder rows = new StringBuilder();
        boolean all = true;
        int left = most - days.length() - VERSION.length() - 1 - ALL.length();
        for (Map.Entry<String, String> each : ownFirst(usage.rows(asked.get())).entrySet()) {
            String row = BETWEEN + runOf(each.getKey()) + '\n' + each.getValue();
            if (rows.length() + row.length() <= left) {
                rows.append(row);
            } else {
                all = false;
            }
        }
        return VERSION + ' ' + (all ? ALL : CUT) + days + rows;
    }

    private Map<String, String> ownFirst(Map<String, String> rows) {
        Map<String, String> sorted = new LinkedHashMap<>();
        rows.forEach((name, text) -> {
            if (runOf(name).equals(usage.instance())) {
                sorted.put(name, text);
            }
        });
        rows.forEach(sorted::putIfAbsent);
        return sorted;
    }

    /**
     * The sum of what this instance and others know.
     *
     * @param others what they have told, by instance
     */
    public Sum of(LocalDate day, Map<String, String> others) {
        if (others.isEmpty()) {
            return new Sum(usage.report(day), usage.days(), Set.of());
        }
        Map<String, String> rows = new TreeMap<>(usage.rows(day));
        Set<LocalDate> days = new TreeSet<>(usage.days());
        Set<String> cut = new HashSet<>();
        others.forEach((instance, text) -> {
            String[] blocks = text.split(BETWEEN, -1);
            List<String> first = List.of(blocks[0].split(" ", -1));
            if (!first.get(0).equals(VERSION)) {
                return;
            }
            first.forEach(each -> date(each).ifPresent(days::add));
            if (first.contains(CUT)) {
                cut.add(instance);
            }
            for (int i = 1; i < blocks.length; i++) {
                add(rows, instance, blocks[i]);
            }
        });
        Map<String, UsageReport.OfPolicy> policies = new TreeMap<>();
        rows.values()
                .forEach(text ->
                        UsageCodec.decode(text).ifPresent(each -> policies.merge(each.policy(), each, UsageSum::of)));
        List<LocalDate> sorted = new ArrayList<>(new TreeSet<>(days).descendingSet());
        return new Sum(new UsageReport(day, List.copyOf(policies.values())), sorted, cut);
    }

    private void add(Map<String, String> rows, String instance, String block) {
        int end = Math.max(0, block.indexOf('\n'));
        String run = block.substring(0, end);
        String text = block.substring(Math.min(block.length(), end + 1));
        Optional<UsageReport.OfPolicy> row = UsageCodec.decode(text);
        if (row.isEmpty() || run.equals(usage.instance())) {
            return;
        }
        String name = row.get().policy() + RUN + run;
        if (run.equals(instance)) {
            rows.put(name, text);
        } else {
            rows.merge(name, text, (one, other) -> requests(one) >= requests(other) ? one : other);
        }
    }

    /** Of what was kept of a run, the later one has more. */
    private static long requests(String text) {
        return UsageCodec.decode(text).stream()
                .flatMap(each -> each.hours().stream())
                .mapToLong(each -> each.allowed() + each.refused() + each.blocked())
                .sum();
    }

    private static String runOf(String name) {
        return name.substring(name.lastIndexOf(RUN) + 1);
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
