package dev.weir.monitor.request;

import java.util.Optional;

/**
 * How the whole application answered in the last one to two minutes. Immutable.
 *
 * @param requests how many responses ended
 * @param errors how many of them had a status of 500 or more
 * @param p99Millis 99 % of them took no longer
 * @param slowest the endpoint with the largest p99; empty if none had enough responses
 */
public record RecentRequests(long requests, long errors, long p99Millis, Optional<Slowest> slowest) {

    /** There were none, or they are not observed. */
    public static final RecentRequests NONE = new RecentRequests(0, 0, 0, Optional.empty());

    /** An endpoint with at least twenty responses, 99 % of which took no longer than {@code p99Millis}. Immutable. */
    public record Slowest(String endpoint, long p99Millis) {}
}
