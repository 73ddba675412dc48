package dev.weir.adaptive;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The suspicions of the keys that share one text of the grid. Immutable.
 *
 * <pre>
 * 1|1763690000000;api|u%3Aalice|2|1763690000000|1763690060000|0
 * </pre>
 *
 * Schema and version; then policy, key, level, the last incident, the end of the last block, and when it was forgiven.
 *
 * @param version the time of the last change in milliseconds since the epoch, or one more than the version before, if
 *     that is later
 */
record SuspicionSlot(long version, Map<Subject, Suspicion> suspicions) {

    /** The number of slots. */
    static final int SLOTS = 64;

    /** The most keys of one slot: of more, those with the lowest levels are known to single instances alone. */
    static final int MOST = 150;

    /** A slot that was never written to. */
    static final SuspicionSlot EMPTY = new SuspicionSlot(0, Map.of());

    private static final String SCHEMA = "1|";
    private static final String SEPARATOR = ";";
    private static final int FIELDS = 6;

    private static final Comparator<Map.Entry<Subject, Suspicion>> HIGHEST_FIRST = Comparator.comparing(
            Map.Entry::getValue,
            Comparator.comparingInt(Suspicion::level)
                    .thenComparingLong(Suspicion::quietSinceMillis)
                    .reversed());

    SuspicionSlot {
        suspicions = Map.copyOf(suspicions);
    }

    /**
     * Whose suspicion it is.
     *
     * @param key the text under which the counters of the key are stored
     */
    record Subject(String policy, String key) {

        /** The same on all instances, which the hash code of a record need not be. */
        int slot() {
            return Math.floorMod((policy + '|' + key).hashCode(), SLOTS);
        }
    }

    /** This slot with {@code more}, and without what is over. */
    SuspicionSlot with(Map<Subject, Suspicion> more, long nowMillis) {
        Map<Subject, Suspicion> all = new LinkedHashMap<>(suspicions);
        more.forEach((subject, known) -> all.merge(subject, known, (one, other) -> one.with(other, nowMillis)));
        all.values().removeIf(each -> each.isOver(nowMillis));
        Map<Subject, Suspicion> kept = all.entrySet().stream()
                .sorted(HIGHEST_FIRST)
                .limit(MOST)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new SuspicionSlot(Math.max(version + 1, nowMillis), kept);
    }

    String encode() {
        StringBuilder text = new StringBuilder(SCHEMA).append(version);
        suspicions.forEach((subject, each) -> text.append(SEPARATOR)
                .append(subject.policy)
                .append('|')
                .append(URLEncoder.encode(subject.key, StandardCharsets.UTF_8))
                .append('|')
                .append(each.level())
                .append('|')
                .append(each.quietSinceMillis())
                .append('|')
                .append(each.blockedUntilMillis())
                .append('|')
                .append(each.forgivenMillis()));
        return text.toString();
    }

    /** The slot that {@code text} encodes; empty if other software wrote it. */
    static Optional<SuspicionSlot> decode(String text) {
        if (!text.startsWith(SCHEMA)) {
            return Optional.empty();
        }
        List<String> parts = List.of(text.split(SEPARATOR, -1));
        try {
            long version = Long.parseLong(parts.get(0).substring(SCHEMA.length()));
            Map<Subject, Suspicion> read = new LinkedHashMap<>();
            for (String part : parts.subList(1, parts.size())) {
                String[] fields = part.split("\\|", -1);
                if (fields.length != FIELDS) {
                    return Optional.empty();
                }
                read.put(
                        new Subject(fields[0], URLDecoder.decode(fields[1], StandardCharsets.UTF_8)),
                        new Suspicion(
                                Math.min(Suspicion.HIGHEST, Integer.parseInt(fields[2])),
                                Long.parseLong(fields[3]),
                                0,
                                0,
                                Long.parseLong(fields[4]),
                                Long.parseLong(fields[5])));
            }
            return Optional.of(new SuspicionSlot(version, read));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
