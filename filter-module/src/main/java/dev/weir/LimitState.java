package dev.weir;

import java.time.Duration;

/**
 * What a key has left of one limit of a policy. Immutable.
 *
 * @param remaining permits that can be taken now, 0 or more
 * @param resetAfter the time until more permits become available; zero if all are
 */
public record LimitState(Limit limit, long remaining, Duration resetAfter) {}
