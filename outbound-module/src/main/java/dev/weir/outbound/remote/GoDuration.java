package dev.weir.outbound.remote;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as Go writes them, which some services send: {@code 6m0s}, {@code 1h2m3.5s}, {@code 17ms}. */
final class GoDuration {

    private static final int LONGEST = 64;
    private static final Pattern PART = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(h|ms|m|s|us|\u00b5s|\u03bcs|ns)");
    private static final Map<String, Long> NANOS = Map.of(
            "h", 3_600_000_000_000L,
            "m", 60_000_000_000L,
            "s", 1_000_000_000L,
            "ms", 1_000_000L,
            "us", 1_000L,
            "\u00b5s", 1_000L,
            "\u03bcs", 1_000L,
            "ns", 1L);

    private GoDuration() {}

    /** The duration in whole milliseconds, rounded up; empty if it is none, or not above zero. */
    static Optional<Duration> read(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!part.find(at) || part.start() != at) {
                return Optional.empty();
            }
            long unit = NANOS.getOrDefault(part.group(2), 0L);
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
            at = part.end();
        }
        long millis = nanos.movePointLeft(6).setScale(0, RoundingMode.CEILING).longValue();
        return RemoteClock.believed(Duration.ofMillis(millis));
    }
}
