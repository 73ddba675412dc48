package dev.weir;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes limits while the application runs: the one door for operators, consoles and applications. A CDI bean; safe
 * for use by many threads.
 *
 * <pre>
 * &#64;Inject LimitControl control;
 *
 * control.limit("api", Key.user("alice"), "500/1m", Duration.ofHours(2), "support case");
 * </pre>
 *
 * Every change holds on all instances of the cluster within two seconds, whatever permits they have taken in advance.
 * What a key has used stays used, and nothing is charged twice. Changes are kept while one instance of the cluster
 * lives, and with {@code ratelimit.persistence.datasource} over a restart of all; there are at most 10,000. Who made
 * one is {@link #as} or, of an authenticated request, its principal.
 *
 * <p>For one key the first of these decides: its own limit, the limit of the whole policy, its tier, the configuration.
 * A key is identified in all its spellings, as {@link RateLimiter} does.
 *
 * <p>Methods that change something wait for the cluster, for a quarter of a second, or {@code ratelimit.store.timeout}
 * if that is longer. They throw {@link IllegalArgumentException} if an argument breaks a rule or there is no such
 * policy, and {@link IllegalStateException} if the cluster does not answer, or there are 10,000 changes already. A
 * change that the cluster did not answer may still be made later: repeat it, or look.
 */
public interface LimitControl {

    /** The longest reason and the longest name of who made a change, in characters; longer ones are cut. */
    int LONGEST_TEXT = 120;

    /** The same control, whose changes are made by {@code who}. */
    LimitControl as(String who);

    /**
     * Sets the limits of one key.
     *
     * @param limit in the syntax of the configuration: {@code 500/1m}, {@code 60/1m,1000/1h} or {@code unlimited},
     *     at most 500 characters
     * @param duration how long it holds, from a millisecond to 366 days; null: until it is removed
     */
    void limit(String policy, Key key, String limit, @Nullable Duration duration, String reason);

    /** Sets the limits of all keys of a policy that have none of their own. */
    void limit(String policy, String limit, @Nullable Duration duration, String reason);

    /**
     * Puts a key on a tier of {@code ratelimit.tiers}, whatever its caller's roles are.
     *
     * @param duration as for {@link #limit(String, Key, String, Duration, String)}
     */
    void tier(String policy, Key key, String tier, @Nullable Duration duration, String reason);

    /**
     * Refuses a key, whatever its limits. Not more than the key: a policy cannot be blocked.
     *
     * @param duration as for {@link #limit(String, Key, String, Duration, String)}
     */
    void block(String policy, Key key, @Nullable Duration duration, String reason);

    /** Ends the block of a key, also one that its own requests began. Its counters stay as they are. */
    void unblock(String policy, Key key);

    /** Forgets what the key has used, and any block that its own requests began. */
    void reset(String policy, Key key);

    /** The overrides that hold now, by policy and key. */
    List<LimitOverride> overrides();

    /**
     * Removes {@code override}; does nothing if it is not there any more, also if another has taken its place.
     *
     * @return whether it was there
     */
    boolean remove(LimitOverride override);
}
