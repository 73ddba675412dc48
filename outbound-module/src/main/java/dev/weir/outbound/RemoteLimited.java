package dev.weir.outbound;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The event that the other side refused a call because of its own limit. Fired asynchronously, on the instance whose
 * call it was. Immutable.
 *
 * @param policy the name of the policy
 * @param retryAfter how long the other side asks to wait; empty if it does not say
 * @param time when it was noticed
 */
public record RemoteLimited(String policy, Optional<Duration> retryAfter, Instant time) {}
