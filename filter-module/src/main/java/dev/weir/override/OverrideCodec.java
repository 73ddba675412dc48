package dev.weir.override;

import dev.weir.LimitOverride;
import dev.weir.text.LimitReader;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
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
 * field, and what is not ASCII, is written as {@code %} and four hexadecimal digits: not every database keeps such
 * characters.
 */
final class OverrideCodec {

    private static final String SEPARATOR = "|";
    private static final char ESCAPE = '%';
    private static final String ESCAPED = "%|;";
    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS = 4;
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
                            plain(fields[7])))
                    .map(OverrideCodec::checked);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException if it has limits that only a later version can read */
    private static LimitOverride checked(LimitOverride override) {
        if (override.kind() == LimitOverride.Kind.LIMIT) {
            var unused = LimitReader.readAll(override.value());
        }
        return override;
    }

    /**
     * When the override that {@code text} encodes ends, whatever its kind, in milliseconds since the epoch;
     * {@link Long#MAX_VALUE} for never, and if other software wrote it.
     */
    static long endMillis(String text) {
        String[] fields = text.split("\\|", -1);
        try {
            return fields.length < FIELDS
                    ? Long.MAX_VALUE
                    : until(fields).map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
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
        StringBuilder text = new StringBuilder(plain.length() + 16);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c >= ' ' && c < 0x7f && ESCAPED.indexOf(c) < 0) {
                text.append(c);
            } else {
                text.append(ESCAPE).append(HEX.toHexDigits(c));
            }
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException if {@code text} is not an output of {@link #text} */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != ESCAPE) {
                plain.append(c);
            } else if (i + DIGITS <= text.length()) {
                plain.append((char) HexFormat.fromHexDigits(text, i, i + DIGITS));
                i += DIGITS;
            } else {
                throw new IllegalArgumentException("expected " + DIGITS + " hexadecimal digits");
            }
        }
        return plain.toString();
    }
}
