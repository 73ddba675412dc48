package dev.weir.outbound.queue.port;

import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The text of a {@link SharedPace}: {@code 1|pausedUntil|pauseSet|permille|since|instance=until,...}, numbers in
 * decimal, names of instances without the separators. A text of a later version is not read: its first field is
 * another number.
 */
public final class SharedPaceText {

    private static final String VERSION = "1";
    private static final int FIELDS = 6;

    private SharedPaceText() {}

    /** The text of a pace. */
    public static String of(SharedPace pace) {
        StringJoiner waiting = new StringJoiner(",");
        new TreeMap<>(pace.waiting()).forEach((instance, until) -> waiting.add(instance + "=" + until));
        return VERSION + "|" + pace.pausedUntil() + "|" + pace.pauseSet() + "|" + pace.permille() + "|" + pace.since()
                + "|" + waiting;
    }

    /** The pace of a text; empty if this version cannot read it. */
    public static Optional<SharedPace> read(String text) {
        String[] fields = text.split("\\|", -1);
        if (fields.length != FIELDS || !fields[0].equals(VERSION)) {
            return Optional.empty();
        }
        try {
            int permille = Integer.parseInt(fields[3]);
            if (permille < 1 || permille > 1000) {
                return Optional.empty();
            }
            return Optional.of(new SharedPace(
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    permille,
                    Long.parseLong(fields[4]),
                    waiting(fields[5])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Long> waiting(String field) {
        Map<String, Long> waiting = new TreeMap<>();
        if (!field.isEmpty()) {
            for (String each : field.split(",", -1)) {
                int equals = each.indexOf('=');
                if (equals < 1) {
                    throw new NumberFormatException(each);
                }
                waiting.put(each.substring(0, equals), Long.parseLong(each.substring(equals + 1)));
            }
        }
        return waiting;
    }
}
