package dev.weir.outbound.settings;

import java.time.Duration;

/**
 * Whether and when calls of a policy are repeated. Immutable.
 *
 * @param retries how often a call is repeated at most, 0 or more
 * @param on after what
 * @param methods the methods of calls that are repeated although they may have had an effect
 * @param backoff how long to wait before
 * @param deadline the longest time that a call takes with all its waits and retries, above zero
 * @param budget how many retries there are for all calls, over all instances
 */
public record RetrySettings(
        int retries, RetryOn on, RetryMethods methods, BackoffSettings backoff, Duration deadline, Portion budget) {}
