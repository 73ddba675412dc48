package dev.weir.outbound.retry;

import java.time.Duration;

/** What follows an attempt of a call. Immutable. */
public sealed interface RetryDecision {

    /**
     * The call is repeated.
     *
     * @param delay how long to wait before
     */
    record Again(Duration delay) implements RetryDecision {}

    /** The call is over. */
    record End(Reason reason) implements RetryDecision {}

    /** Why a call is not repeated. */
    enum Reason {
        /** It succeeded, or failed in a way that is no reason to repeat it. */
        NO_NEED,
        /** It may have had its effect, and its method is none that may be repeated. */
        NOT_REPEATABLE,
        /** It was repeated as often as the policy says. */
        RETRIES,
        /** It would have to wait until its deadline. */
        DEADLINE,
        /** Too many calls are repeated already. */
        BUDGET
    }
}
