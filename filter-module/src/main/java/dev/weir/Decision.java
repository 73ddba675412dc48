package dev.weir;

import java.time.Duration;
import java.util.Optional;

/** The answer to one acquire under one policy. Immutable. */
public interface Decision {

    /** Whether the call can go on: the permits were taken, or the policy does not enforce its limits at present. */
    boolean allowed();

    /** The name of the policy. */
    String policy();

    /**
     * The limit that is closest to its end, or that refused; empty if nothing was counted: the policy has no limit or is
     * {@code off}, Weir is turned off, or the fallback {@code open} or {@code closed} decided.
     */
    Optional<Limit> limit();

    /** Permits of {@link #limit} that are left, 0 or more; {@link Long#MAX_VALUE} if that is empty, also of a refusal. */
    long remaining();

    /** How long until more permits become available; zero if all are, or nothing was counted. */
    Duration resetAfter();

    /**
     * How long until the same acquire is admitted if nobody else takes; zero if it was, empty if it never will be. If the cluster
     * is {@link #unavailable}, when to try again.
     */
    Optional<Duration> retryAfter();

    /** Where the decision came from; {@link Source#LOCAL} if nothing was counted. */
    Source source();

    /** Whether the key is refused because of a block, which can outlast the limit. */
    boolean blocked();

    /**
     * Whether this refuses only because the cluster cannot answer and the policy's fallback is {@code closed}: status 503
     * rather than 429.
     */
    boolean unavailable();
}
