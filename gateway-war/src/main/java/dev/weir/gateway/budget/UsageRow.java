package dev.weir.gateway.budget;

import java.time.Duration;

/**
 * What a caller has used of a limit. {@code used + held + remaining = limit}. Immutable.
 *
 * @param model its identifier
 * @param type {@code tokens} or {@code requests}
 * @param limit the most that can be in use
 * @param window {@code 1m}, {@code calendar-day}; {@code concurrency} for requests at the same time
 * @param used what was charged, and what requests on other instances hold
 * @param held what requests that work on this instance hold
 * @param reset the time until more is left; zero if all is
 */
public record UsageRow(
        String model, String type, long limit, String window, long used, long held, long remaining, Duration reset) {}
