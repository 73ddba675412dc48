package dev.weir.outbound.settings;

import dev.weir.spi.ValueReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The HTTP methods of calls that are repeated although the attempt before may have had its effect. Immutable.
 *
 * @param any whether all calls are repeated, also those whose method is unknown
 * @param names the methods in capitals
 */
public record RetryMethods(boolean any, Set<String> names) {

    /** RFC 9110 section 9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    private static final Pattern METHOD = Pattern.compile("[A-Z]+(-[A-Z]+)*");

    /** Copies the names. */
    public RetryMethods {
        names = Set.copyOf(names);
    }

    /**
     * Reads {@code idempotent}, {@code any}, {@code none}, or a list of methods and {@code idempotent}.
     *
     * @throws IllegalArgumentException if it is none of these; the message is the rule
     */
    public static RetryMethods read(String text) {
        if (text.equals("any")) {
            return new RetryMethods(true, Set.of());
        }
        List<String> elements = ValueReader.list(text);
        Set<String> names = new TreeSet<>();
        for (String element : elements) {
            if (element.equals("idempotent")) {
                names.addAll(IDEMPOTENT);
            } else if (METHOD.matcher(element).matches()) {
                names.add(element);
            } else {
                throw rule();
            }
        }
        if (names.isEmpty() && !text.equals("none")) {
            throw rule();
        }
        return new RetryMethods(false, names);
    }

    private static IllegalArgumentException rule() {
        return new IllegalArgumentException(
                "must be idempotent, any, none, or methods in capitals, separated by commas");
    }

    /**
     * Whether a call may be repeated that may have had its effect. A call whose method is unknown can be anything: it
     * is repeated only if all calls are.
     */
    public boolean contain(Optional<String> method) {
        return any
                || method.map(name -> name.toUpperCase(Locale.ROOT))
                        .filter(names::contains)
                        .isPresent();
    }
}
