package dev.weir.outbound.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Reads the field {@code Retry-After}, RFC 9110 section 10.2.3: seconds or a date. */
final class RetryAfter {

    private RetryAfter() {}

    /**
     * How long to wait, 366 days at most. Empty if the field is not there, or is no wait: in the past, zero, negative,
     * or neither a number nor a date. Of several, the longest.
     *
     * @param now the time of the answer here
     */
    static Optional<Duration> of(Fields fields, Instant now) {
        RemoteClock clock = RemoteClock.of(fields, now);
        return fields.values("Retry-After").stream()
                .flatMap(value ->
                        RemoteClock.wait(value).or(() -> HttpDate.read(value).flatMap(clock::waitUntil)).stream())
                .max(Comparator.naturalOrder());
    }
}
