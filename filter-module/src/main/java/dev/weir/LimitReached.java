package dev.weir;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The event that a request was refused because a limit is used up: at most once a second for a key, and a hundred
 * events a second in all. Fired asynchronously, on the instance that refused. Immutable.
 *
 * <pre>
 * void reached(&#64;ObservesAsync LimitReached reached) {
 *     log.info("refused by " + reached.policy());
 * }
 * </pre>
 *
 * @param policy the name of the policy
 * @param key the key that was refused, which is personal data; its text names the kind alone
 * @param limit the limit that is used up; empty if there was none to tell
 * @param retryAfter when the same request can be admitted; empty if never
 * @param time when it was refused
 */
public record LimitReached(
        String policy, Key key, Optional<Limit> limit, Optional<Duration> retryAfter, Instant time) {}
