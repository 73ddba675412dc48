package dev.weir.engine;

import dev.weir.Limit;
import dev.weir.RateLimiter;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.store.CounterStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The policies of {@link RateLimiter#allow}, one for each pair of permits and window: {@code allow-100-3600000ms}. No
 * configured policy can have such a name. Safe for use by many threads.
 */
public final class CallPolicies {

    /** The largest number of different pairs: with one for each client the memory would grow with their number. */
    static final int MOST = 1_000;

    private static final Pattern NAME = Pattern.compile("allow-(0|[1-9]\\d{0,18})-([1-9]\\d{0,10})ms");
    private static final Duration SHORTEST_WINDOW = Duration.ofMillis(1);
    /** Windows of which each needs another cache, and every other window the cache of one of them. */
    private static final List<Duration> KEPT_APART = List.of(
            Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(31), Limit.LONGEST_WINDOW);

    /** A policy without a limit; it admits everything. */
    private static final Policy UNLIMITED = Policy.of("allow", Algorithm.SLIDING_WINDOW, List.of());

    private final boolean enabled;
    private final Map<Limit, Policy> policies = new ConcurrentHashMap<>();

    /** @param enabled false if nothing is limited */
    public CallPolicies(boolean enabled) {
        this.enabled = enabled;
    }

    /** Opens the caches that any of these policies can need, before the first call does. */
    public static void prepareIn(CounterStore store) {
        KEPT_APART.forEach(window -> store.prepare(policy(new Limit(1, window))));
    }

    /**
     * Returns the policy of a pair.
     *
     * @throws IllegalArgumentException if one of them is out of its range
     * @throws IllegalStateException if this would be more than a thousand pairs
     */
    Policy of(long permits, Duration window) {
        Limit limit = limit(permits, window);
        if (!enabled) {
            return UNLIMITED;
        }
        Policy known = policies.get(limit);
        return known != null ? known : add(limit);
    }

    /** Returns the policy of that name; empty if no pair has it. */
    Optional<Policy> named(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    of(Long.parseLong(matcher.group(1)), Duration.ofMillis(Long.parseLong(matcher.group(2)))));
        } catch (IllegalArgumentException e) {
            // larger numbers than any pair has
            return Optional.empty();
        }
    }

    private synchronized Policy add(Limit limit) {
        Policy known = policies.get(limit);
        if (known != null) {
            return known;
        }
        if (policies.size() >= MOST) {
            throw new IllegalStateException("calls of RateLimiter.allow can have at most " + MOST
                    + " different pairs of permits and window, and " + limit + " would be one more");
        }
        Policy made = policy(limit);
        policies.put(limit, made);
        return made;
    }

    private static Policy policy(Limit limit) {
        String name = "allow-" + limit.permits() + '-' + limit.windowMillis() + "ms";
        return Policy.of(name, Algorithm.SLIDING_WINDOW, List.of(limit));
    }

    private static Limit limit(long permits, Duration window) {
        if (permits < 0) {
            throw new IllegalArgumentException("permits must be >= 0, was " + permits);
        }
        if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(Limit.LONGEST_WINDOW) > 0) {
            throw new IllegalArgumentException("window must be from 1ms to 366d, was " + window);
        }
        // a part of a millisecond makes the window longer, never shorter: no more permits than asked for
        return new Limit(permits, Duration.ofMillis(window.plusNanos(999_999).toMillis()));
    }
}
