package dev.weir;

import java.util.Optional;

/**
 * Finds the tier of a key, and by that its limits. The application has at most one CDI bean that implements this; it is
 * asked for each request of a policy whose limits depend on the tier. Many threads call it.
 *
 * <pre>
 * &#64;ApplicationScoped
 * public class Plans implements TierResolver {
 *     public Optional&lt;String&gt; tier(Key key) {
 *         return key.kind() == Key.Kind.TENANT ? Optional.ofNullable(plans.get(key.value())) : Optional.empty();
 *     }
 * }
 * </pre>
 */
@FunctionalInterface
public interface TierResolver {

    /**
     * Returns one of {@code ratelimit.tiers}, or empty if the roles of the caller or the default tier decide. It has to
     * answer from memory, because every request waits for it. If this method throws, or returns null or an unknown
     * tier, the answer is ignored, and the problem is logged once a minute.
     */
    Optional<String> tier(Key key);
}
