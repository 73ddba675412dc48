package dev.weir.core;

/**
 * Where a key stands with one limit. Immutable.
 *
 * @param limit the limit
 * @param remaining permits that can be taken now, 0 or more
 * @param resetAfterMillis milliseconds until more are available; 0 if all are
 */
public record Quota(Limit limit, long remaining, long resetAfterMillis) {}
