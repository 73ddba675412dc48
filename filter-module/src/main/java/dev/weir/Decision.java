package dev.weir;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The result of one acquire under one policy. Immutable. */
public interface Decision {

    /** Whether the call may proceed: the permits were taken, or the policy does not enforce its limits at present. */
    boolean allowed();

    /** The name of the policy. */
    String policy();

    /**
     * The limit with the fewest permits left, or the one that refused. Empty if nothing was counted: the policy has no
     * limit or is {@code off}, Weir is turned off, the fallback {@code open} or {@code closed} decided, the caller
     * would be one member too many of a tenant, all slots are in use, or too many reservations are open.
     */
    Optional<Limit> limit();

    /**
     * The permits of {@link #limit} that are left, 0 or more; {@link Long#MAX_VALUE} if that is empty, even if this is
     * a refusal.
     */
    long remaining();

    /** The time until more permits become available; zero if all are available, or if nothing was counted. */
    Duration resetAfter();

    /**
     * The time until the same acquire is admitted, provided that no other call takes permits. Zero if it was admitted,
     * empty if it never will be. If the cluster is {@link #unavailable}, the time after which to try again.
     */
    Optional<Duration> retryAfter();

    /** What is left of each limit of the policy, in its order; empty where {@link #limit} is. */
    default List<LimitState> limits() {
        return List.of();
    }

    /** The origin of the decision; {@link Source#LOCAL} if nothing was counted. */
    Source source();

    /** Whether the key is refused because of a block, which can outlast the limit. */
    boolean blocked();

    /**
     * Whether the only reason for the refusal is that the cluster cannot answer and the policy's fallback is
     * {@code closed}: status 503 rather than 429.
     */
    boolean unavailable();

    /**
     * How far the key has lost trust, from 0 to 5: under an adaptive policy each level takes 15 % of its limits. 0
     * under any other policy. Clients are not told.
     */
    default int level() {
        return 0;
    }
}
