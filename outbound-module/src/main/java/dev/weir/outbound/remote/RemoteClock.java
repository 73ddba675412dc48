package dev.weir.outbound.remote;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far away a time is that an answer names, in the clock of the other side. Immutable.
 *
 * @param now the time of the answer in that clock
 */
record RemoteClock(Instant now) {

    /** A reset that is said to be further away is an error, and is not believed; a wait is cut to it. */
    static final Duration FURTHEST = Duration.ofDays(366);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");
    private static final Pattern WAIT = Pattern.compile("\\d{1,4000}(\\.\\d{1,9})?");
    /** From here on a number is seconds since the epoch; below, it would be a wait of 31 years. */
    private static final BigDecimal LEAST_EPOCH_SECOND = BigDecimal.valueOf(1_000_000_000L);
    /** From here on it is milliseconds since the epoch. */
    private static final BigDecimal LEAST_EPOCH_MILLI = BigDecimal.valueOf(1_000_000_000_000L);

    /**
     * The clock of the other side by the field {@code Date}, which is the time of the answer in that clock: a clock
     * that is an hour late names times that are an hour early.
     *
     * @param otherwise the time here, for an answer without that field
     */
    static RemoteClock of(Fields fields, Instant otherwise) {
        return new RemoteClock(fields.only("Date").flatMap(HttpDate::read).orElse(otherwise));
    }

    /** The time until {@code then}. */
    Optional<Duration> until(Instant then) {
        return believed(Duration.between(now, then));
    }

    /** The wait until {@code then}. */
    Optional<Duration> waitUntil(Instant then) {
        return bounded(Duration.between(now, then));
    }

    /** Reads a number of seconds, also with decimals. */
    static Optional<Duration> seconds(String text) {
        return SECONDS.matcher(text).matches() ? believed(inSeconds(new BigDecimal(text))) : Optional.empty();
    }

    /** Reads a number of seconds, or of seconds or milliseconds since the epoch. */
    Optional<Duration> secondsOrEpoch(String text) {
        if (!SECONDS.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(text);
        if (number.compareTo(LEAST_EPOCH_SECOND) < 0) {
            return believed(inSeconds(number));
        }
        BigDecimal seconds = number.compareTo(LEAST_EPOCH_MILLI) < 0 ? number : number.movePointLeft(3);
        return until(Instant.EPOCH.plus(inSeconds(seconds)));
    }

    private static Duration inSeconds(BigDecimal seconds) {
        // rounded up: never early
        return Duration.ofMillis(
                seconds.movePointRight(3).setScale(0, RoundingMode.CEILING).longValue());
    }

    /** A wait of that many seconds, for which there is no number too large. */
    static Optional<Duration> wait(String text) {
        if (!WAIT.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal seconds = new BigDecimal(text);
        return bounded(seconds.compareTo(BigDecimal.valueOf(FURTHEST.toSeconds())) < 0 ? inSeconds(seconds) : FURTHEST);
    }

    /** {@code wait}, cut to the longest; empty if it is over. */
    static Optional<Duration> bounded(Duration wait) {
        return believed(wait.compareTo(FURTHEST) < 0 ? wait : FURTHEST);
    }

    /** {@code wait}, unless it is over or too long to be true. */
    static Optional<Duration> believed(Duration wait) {
        boolean sensible = wait.compareTo(Duration.ZERO) > 0 && wait.compareTo(FURTHEST) <= 0;
        return sensible ? Optional.of(wait) : Optional.empty();
    }
}
