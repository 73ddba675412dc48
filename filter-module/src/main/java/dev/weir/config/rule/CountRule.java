package dev.weir.config.rule;

import dev.weir.text.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which responses leave the permits of their request in use: {@code count} and {@code count.statuses} of a policy.
 * Permits of any other response are given back when it ends. Immutable.
 *
 * @param statuses the statuses that count; empty if all do
 */
public record CountRule(List<Statuses> statuses) {

    /** All responses count. */
    public static final CountRule ALL = new CountRule(List.of());

    private static final int FIRST = 100;
    private static final int LAST = 999;
    private static final int FIRST_FAILURE = 400;

    /** Responses with an error count. */
    public static final CountRule FAILURES = new CountRule(List.of(new Statuses(FIRST_FAILURE, LAST)));

    /** Responses without an error count. */
    public static final CountRule SUCCESSES = new CountRule(List.of(new Statuses(FIRST, FIRST_FAILURE - 1)));

    private static final Pattern ELEMENT = Pattern.compile("(\\d{3})(?:-(\\d{3}))?");

    public CountRule {
        statuses = List.copyOf(statuses);
    }

    /** A range of statuses, both ends included. */
    public record Statuses(int first, int last) {}

    /** Whether a response with {@code status} counts. */
    public boolean counts(int status) {
        return countsAll() || statuses.stream().anyMatch(each -> each.first <= status && status <= each.last);
    }

    /** Whether every response counts, so that none has to be waited for. */
    public boolean countsAll() {
        return statuses.isEmpty();
    }

    /**
     * The rule that counts the statuses of {@code text}, {@code 401,403,429-599}.
     *
     * @throws IllegalArgumentException if an element is none; the message is the rule
     */
    public static CountRule of(String text) {
        List<Statuses> read = new ArrayList<>();
        for (String element : Values.list(text)) {
            Matcher matcher = ELEMENT.matcher(element);
            if (!matcher.matches()) {
                throw bad();
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (first < FIRST || last < first) {
                throw bad();
            }
            read.add(new Statuses(first, last));
        }
        if (read.isEmpty()) {
            throw bad();
        }
        return new CountRule(read);
    }

    private static IllegalArgumentException bad() {
        return new IllegalArgumentException("must be statuses from 100 to 999, such as 401,403,429-599");
    }
}
