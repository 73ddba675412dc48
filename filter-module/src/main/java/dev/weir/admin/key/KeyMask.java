package dev.weir.admin.key;

import dev.weir.Key;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows the beginning of a key: enough to tell two of them apart, not enough to know whose it is. Always
 * less than half of it. Stateless.
 */
final class KeyMask {

    static final String HIDDEN = "***";

    /** Half of an IPv4 address, and of an IPv6 address what a provider has. */
    private static final Pattern BEGINNING = Pattern.compile("(4:\\d+\\.\\d+\\.|6:[0-9a-f]+:[0-9a-f]+:).*");

    private static final Pattern DIGEST = Pattern.compile("((?:hmac|sha256):[0-9a-f]{2})[0-9a-f]{62}");
    private static final int MOST_CHARACTERS = 2;
    /** Few enough that many names have the same: who guesses a name must not be able to prove it. */
    private static final int MOST_DIGITS = 2;

    private KeyMask() {}

    /** The mask of the key that is stored as {@code stored}. */
    static String of(String stored) {
        Matcher digest = DIGEST.matcher(stored);
        if (digest.matches()) {
            return digest.group(1) + HIDDEN;
        }
        Matcher address = BEGINNING.matcher(stored);
        if (address.matches()) {
            return address.group(1) + HIDDEN;
        }
        Optional<Key> key = KeyText.keyOf(stored);
        return key.isEmpty() ? HIDDEN : of(key.get());
    }

    private static String of(Key key) {
        return switch (key.kind()) {
            case GLOBAL -> "global";
            case ADDRESS -> "address:" + HIDDEN;
            case SESSION, LOGIN ->
                KeyText.name(key.kind())
                        + beginning(key.value().substring(key.value().indexOf(':') + 1), MOST_DIGITS)
                        + HIDDEN;
            case USER, TENANT, HEADER, CUSTOM ->
                KeyText.name(key.kind()) + beginning(key.value(), MOST_CHARACTERS) + HIDDEN;
        };
    }

    private static String beginning(String value, int most) {
        int characters = value.codePointCount(0, value.length());
        return value.substring(0, value.offsetByCodePoints(0, Math.min(most, Math.max(0, characters - 1) / 2)));
    }
}
