package dev.weir.gateway.auth;

import java.time.Duration;

/** Who sends a request, or why that is not known. */
public sealed interface Outcome {

    /** It has valid credentials. */
    record Known(Caller caller) implements Outcome {}

    /** It has none. */
    record Anonymous() implements Outcome {}

    /** It has credentials that are not valid, or not any more. */
    record Unknown() implements Outcome {}

    /**
     * It has credentials that are not valid, as too many others from its address.
     *
     * @param retryAfter until there are fewer
     */
    record TooMany(Duration retryAfter) implements Outcome {}

    /** It has a token, and the keys to verify it cannot be had at present. */
    record Unavailable() implements Outcome {}
}
