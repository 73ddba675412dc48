package dev.weir.outbound.runtime;

import dev.weir.Key;
import dev.weir.outbound.queue.port.SharedPace;
import dev.weir.outbound.queue.port.SharedPaceText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The paces of some tenants of one policy, in one text: a line for each that has one, its name and a
 * {@link SharedPaceText}. The name is a digest, so that no text of the grid names a tenant. Immutable.
 *
 * @param paces by the names of their lines
 */
record PacePage(Map<String, SharedPace> paces) {

    private static final int NAME_BYTES = 16;

    PacePage {
        paces = Map.copyOf(paces);
    }

    /** The number of the page on which {@code key} is, from 0 to 255. */
    static int number(Key key) {
        return Integer.parseInt(name(key).substring(0, 2), 16);
    }

    /** What can be read of {@code text}: a line of a later version is not known. */
    static PacePage read(String text) {
        Map<String, SharedPace> paces = new TreeMap<>();
        text.lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space > 0) {
                SharedPaceText.read(line.substring(space + 1))
                        .ifPresent(pace -> paces.put(line.substring(0, space), pace));
            }
        });
        return new PacePage(paces);
    }

    Optional<SharedPace> pace(Key key) {
        return Optional.ofNullable(paces.get(name(key)));
    }

    PacePage without(Predicate<SharedPace> over) {
        Map<String, SharedPace> left = new TreeMap<>(paces);
        left.values().removeIf(over);
        return new PacePage(left);
    }

    PacePage with(Key key, SharedPace pace) {
        Map<String, SharedPace> all = new TreeMap<>(paces);
        all.put(name(key), pace);
        return new PacePage(all);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(paces)
                .forEach((name, pace) -> text.append(name)
                        .append(' ')
                        .append(SharedPaceText.of(pace))
                        .append('\n'));
        return text.toString();
    }

    private static String name(Key key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((key.kind() + "|" + key.value()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
