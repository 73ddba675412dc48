package dev.weir.config.rule;

import java.util.List;

/** The header fields that report the client's limit and remaining permits. */
public enum HeaderDialect {
    /** {@code RateLimit-Policy} and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-11. */
    DRAFT_11("RateLimit-Policy", "RateLimit"),
    /** {@code RateLimit-Policy: 100;w=3600} and {@code RateLimit: limit=100, remaining=99, reset=3609} of draft 07. */
    DRAFT_07("RateLimit-Policy", "RateLimit"),
    /** {@code RateLimit-Limit}, {@code -Remaining} and {@code -Reset}, in seconds, of draft 06. */
    DRAFT_06("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
    /** {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset}, the last one in epoch seconds. */
    X_RATELIMIT("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> fields;

    HeaderDialect(String... fields) {
        this.fields = List.of(fields);
    }

    /** The names of the fields. */
    public List<String> fields() {
        return fields;
    }
}
