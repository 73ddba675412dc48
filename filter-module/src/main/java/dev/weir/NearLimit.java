package dev.weir;

import java.time.Instant;

/**
 * The event that a key has few permits left: more than {@code ratelimit.near} percent of a limit are in use. Once for a
 * key and window of that limit, and again after a day if the window is longer. Fired asynchronously, on the instance
 * that noticed it. Immutable.
 *
 * @param policy the name of the policy
 * @param key the key, which is personal data; its text names the kind alone
 * @param limit the limit of which the largest share is in use
 * @param remaining how many permits are left of it
 * @param time when it was noticed
 */
public record NearLimit(String policy, Key key, Limit limit, long remaining, Instant time) {}
