package dev.weir.gateway.relay;

import java.util.Locale;

/** How a request ended. */
public enum Outcome {
    /** The client got a whole answer. */
    ANSWERED,
    /** The model said more than its cap; the client got what is within it. */
    CUT,
    /** The upstream refused the request with a status of 4xx. */
    REJECTED,
    /** The upstream failed before it answered, or it broke off its answer. */
    UPSTREAM_FAILED,
    /** The upstream took too long. */
    TIMED_OUT,
    /** The upstream was left alone, because it has failed before. */
    UPSTREAM_OPEN,
    /** The client went away, or did not read its answer. */
    CLIENT_GONE,
    /** The caller has no budget for it. */
    REFUSED,
    /** The request is wrong: nothing was held. */
    INVALID,
    /** The gateway was stopped before the answer was whole. */
    STOPPED,
    /** The gateway failed. */
    FAILED;

    /** As it stands in labels and files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
