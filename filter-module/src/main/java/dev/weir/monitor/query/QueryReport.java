package dev.weir.monitor.query;

import java.util.Optional;

/**
 * A statement that was slow, as often as it was. Times are in seconds. Immutable.
 *
 * @param statement its text with {@code ?} in place of each value, at most 500 characters; {@code other} for all that
 *     have no place
 * @param count how often it took longer than {@code ratelimit.monitor.slow-query}
 * @param slowest the longest of these times
 * @param average the mean of these times
 * @param suggestion what to look at
 */
public record QueryReport(String statement, long count, double slowest, double average, Optional<String> suggestion) {}
