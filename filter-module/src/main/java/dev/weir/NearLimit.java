package dev.weir;

import java.time.Instant;

/**
 * The event that a key has few permits left: more than {@code ratelimit.near} percent of a limit are in use. Once for a
 * key until nothing of that limit would be in use any more. Fired asynchronously, on the instance that noticed it.
 * Immutable.
 *
 * @param policy the name of the policy
 * @param key the key, which is personal data; its text names the kind alone
 * @param limit the limit with the fewest permits left
 * @param remaining how many permits are left of it
 * @param time when it was noticed
 */
public record NearLimit(String policy, Key key, Limit limit, long remaining, Instant time) {}
