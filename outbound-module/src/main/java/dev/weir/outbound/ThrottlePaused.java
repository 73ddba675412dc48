package dev.weir.outbound;

import java.time.Instant;

/**
 * The event that no call of a policy is made until a time, on no instance: because the other side refused one, or
 * because of {@link Throttle#pause}. Fired asynchronously, on each instance as it learns of it. Immutable.
 *
 * @param policy the name of the policy
 * @param until the end of the pause
 * @param time when this instance learnt of it
 */
public record ThrottlePaused(String policy, Instant until, Instant time) {}
