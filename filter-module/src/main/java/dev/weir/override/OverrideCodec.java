package dev.weir.override;

import dev.weir.LimitOverride;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Converts a {@link LimitOverride} to text, and back.
 *
 * <pre>
 * limit|api|u:alice|500/1m|1763690000000|1763697200000|admin|support case
 * </pre>
 *
 * Kind, policy, key, value, since, until, by, reason. An empty key means all, an empty end never. What would end a
 * field is escaped.
 */
final class OverrideCodec {

    private static final String SEPARATOR = "|";
    private static final int FIELDS = 8;
    private static final int UNTIL = 5;
    /** Kind, policy and key: one override of a kind for each. */
    private static final int OF_IDENTITY = 3;

    private OverrideCodec() {}

    static String encode(LimitOverride override) {
        return String.join(
                SEPARATOR,
                identity(override) + text(override.value()),
                Long.toString(override.since().toEpochMilli()),
                override.until()
                        .map(Instant::toEpochMilli)
                        .map(Object::toString)
                        .orElse(""),
                text(override.by()),
                text(override.reason()));
    }

    /** The beginning of the text of this override and of any that takes its place. */
    static String identity(LimitOverride override) {
        return override.kind().name().toLowerCase(Locale.ROOT)
                + SEPARATOR
                + text(override.policy())
                + SEPARATOR
                + text(override.key().orElse(""))
                + SEPARATOR;
    }

    /** The identity of the override that {@code text} encodes, whatever its kind. */
    static String identity(String text) {
        int end = 0;
        for (int i = 0; i < OF_IDENTITY; i++) {
            end = text.indexOf(SEPARATOR, end) + 1;
        }
        return text.substring(0, end);
    }

    /** The override that {@code text} encodes; empty if a later version of Weir wrote it. */
    static Optional<LimitOverride> decode(String text) {
        String[] fields = text.split("\\|", -1);
        if (fields.length < FIELDS) {
            return Optional.empty();
        }
        try {
            return kind(fields[0])
                    .map(kind -> new LimitOverride(
                            kind,
                            plain(fields[1]),
                            Optional.of(plain(fields[2])).filter(key -> !key.isEmpty()),
                            plain(fields[3]),
                            Instant.ofEpochMilli(Long.parseLong(fields[4])),
                            until(fields),
                            plain(fields[6]),
                            plain(fields[7])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether the override that {@code text} encodes has ended, whatever its kind. */
    static boolean hasEnded(String text, Instant now) {
        String[] fields = text.split("\\|", -1);
        try {
            return fields.length >= FIELDS
                    && until(fields).map(end -> !end.isAfter(now)).orElse(false);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Optional<Instant> until(String[] fields) {
        return fields[UNTIL].isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(Long.parseLong(fields[UNTIL])));
    }

    private static Optional<LimitOverride.Kind> kind(String text) {
        return Arrays.stream(LimitOverride.Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    private static String text(String plain) {
        return plain.replace("%", "%25").replace("|", "%7C").replace(";", "%3B");
    }

    private static String plain(String text) {
        return text.replace("%3B", ";").replace("%7C", "|").replace("%25", "%");
    }
}
