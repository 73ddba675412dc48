package dev.weir.monitor.usage;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text form of a policy's day, as it is kept over a restart: one line for the version and the policy, then one for
 * each entry, {@code h 13 100 5 2}. It has ASCII characters alone, and at most 3,900 of them, which a row of the
 * database takes; entries that do not fit are left out, hours last.
 */
final class UsageCodec {

    static final int LONGEST = 3_900;

    private static final String VERSION = "1";

    private UsageCodec() {}

    static String encode(UsageReport.OfPolicy policy) {
        StringBuilder text = new StringBuilder(VERSION + ' ' + policy.policy());
        policy.hours()
                .forEach(each -> add(
                        text, "h " + each.hour() + ' ' + each.allowed() + ' ' + each.refused() + ' ' + each.blocked()));
        policy.top().forEach(each -> add(text, "t " + escaped(each.key()) + ' ' + each.count()));
        policy.blocks()
                .forEach(each ->
                        add(text, "b " + escaped(each.key()) + ' ' + each.time().toEpochMilli()));
        policy.levels().forEach(each -> add(text, "l " + escaped(each.key()) + ' ' + each.level()));
        policy.near().forEach(each -> add(text, "n " + escaped(each.key()) + ' ' + each.percent()));
        return text.toString();
    }

    private static void add(StringBuilder text, String line) {
        if (text.length() + 1 + line.length() <= LONGEST) {
            text.append('\n').append(line);
        }
    }

    private static String escaped(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    /** Empty for a text of a later version, or one that is broken. */
    static Optional<UsageReport.OfPolicy> decode(String text) {
        try {
            String[] lines = text.strip().split("\n", -1);
            String[] first = lines[0].split(" ", -1);
            if (!first[0].equals(VERSION)) {
                return Optional.empty();
            }
            List<UsageReport.Hour> hours = new ArrayList<>();
            List<UsageReport.KeyCount> top = new ArrayList<>();
            List<UsageReport.NearKey> near = new ArrayList<>();
            List<UsageReport.NewBlock> blocks = new ArrayList<>();
            List<UsageReport.KeyLevel> levels = new ArrayList<>();
            for (int i = 1; i < lines.length; i++) {
                String[] words = lines[i].split(" ");
                switch (words[0]) {
                    case "h" ->
                        hours.add(new UsageReport.Hour(
                                Integer.parseInt(words[1]), number(words[2]), number(words[3]), number(words[4])));
                    case "t" -> top.add(new UsageReport.KeyCount(key(words), number(words[2])));
                    case "b" ->
                        blocks.add(new UsageReport.NewBlock(key(words), Instant.ofEpochMilli(number(words[2]))));
                    case "l" -> levels.add(new UsageReport.KeyLevel(key(words), Integer.parseInt(words[2])));
                    case "n" -> near.add(new UsageReport.NearKey(key(words), Integer.parseInt(words[2])));
                    default -> throw new IllegalArgumentException("no such line");
                }
            }
            return Optional.of(new UsageReport.OfPolicy(first[1], hours, top, near, blocks, levels));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static String key(String[] words) {
        return URLDecoder.decode(words[1], StandardCharsets.UTF_8);
    }

    private static long number(String text) {
        return Long.parseLong(text);
    }
}
