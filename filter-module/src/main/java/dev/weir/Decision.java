package dev.weir;

import dev.weir.core.Limit;
import dev.weir.core.Source;
import java.time.Duration;
import java.util.Optional;

/** The answer to one acquire under one policy. Immutable. */
public interface Decision {

    /** Whether the call can go on: the permits were taken, or the policy does not enforce its limits at present. */
    boolean allowed();

    /** The name of the policy. */
    String policy();

    /** The limit that is closest to its end, or that refused; empty if the policy has none. */
    Optional<Limit> limit();

    /** Permits of {@link #limit} that are left, 0 or more; {@link Long#MAX_VALUE} without a limit. */
    long remaining();

    /** How long until more permits become available; zero if all are. */
    Duration resetAfter();

    /** How long until the same acquire is admitted if nobody else takes; zero if it was, empty if it never will be. */
    Optional<Duration> retryAfter();

    /** Where the decision came from. */
    Source source();

    /** Whether the key is refused because of a block, which can outlast the limit. */
    boolean blocked();

    /**
     * Whether this refuses only because the cluster cannot answer and the policy's fallback is {@code closed}: status 503
     * rather than 429.
     */
    boolean unavailable();
}
