package dev.weir.reply;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code Accept} field of a request, RFC 9110 section 12.5.1. */
final class AcceptField {

    private static final Pattern QUALITY =
            Pattern.compile(";\\s*q\\s*=\\s*(0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?)\\s*(?:;|$)");

    private AcceptField() {}

    /** Whether an HTML page is preferred to JSON; on equal quality JSON is. */
    static boolean prefersHtml(String accept) {
        String field = accept.toLowerCase(Locale.ROOT);
        int html = quality(field, "text/html");
        int json = Math.max(quality(field, "application/problem+json"), quality(field, "application/json"));
        return html > json;
    }

    /** The quality of {@code type} in thousandths, taken from the most specific range that covers it. */
    private static int quality(String field, String type) {
        String anySubtype = type.substring(0, type.indexOf('/') + 1) + '*';
        int best = 0;
        int specificity = 0;
        for (String range : field.split(",", -1)) {
            String name = range.split(";", 2)[0].strip();
            int rank = name.equals(type) ? 3 : name.equals(anySubtype) ? 2 : name.equals("*/*") ? 1 : 0;
            if (rank > specificity) {
                specificity = rank;
                best = thousandths(range);
            }
        }
        return best;
    }

    private static int thousandths(String range) {
        Matcher matcher = QUALITY.matcher(range);
        if (!matcher.find()) {
            return 1_000;
        }
        String digits = matcher.group(1).replace(".", "");
        return Integer.parseInt((digits + "000").substring(0, 4));
    }
}
