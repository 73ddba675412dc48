package dev.weir.outbound.remote;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a date of HTTP in each of its three forms, RFC 9110 section 5.6.7. */
final class HttpDate {

    private static final int LONGEST = 64;
    /** Years of two digits begin here: no answer is older than this software. */
    private static final int FIRST_YEAR = 2_000;

    private static final List<DateTimeFormatter> FORMS = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_YEAR)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC),
            new DateTimeFormatterBuilder()
                    .appendPattern("EEE MMM ")
                    .padNext(2)
                    .appendValue(ChronoField.DAY_OF_MONTH, 1, 2, SignStyle.NOT_NEGATIVE)
                    .appendPattern(" HH:mm:ss uuuu")
                    .toFormatter(Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC));

    private HttpDate() {}

    /** The time that {@code text} is; empty if it is no date. */
    static Optional<Instant> read(String text) {
        if (text.length() <= LONGEST) {
            for (DateTimeFormatter form : FORMS) {
                try {
                    return Optional.of(form.parse(text, Instant::from));
                } catch (DateTimeException e) {
                    // one of the other forms, or none
                }
            }
        }
        return Optional.empty();
    }
}
