package dev.weir.config;

/** The header fields that tell a client where it stands. */
public enum HeaderDialect {
    /** {@code RateLimit-Policy} and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-11. */
    DRAFT_11,
    /** {@code RateLimit-Policy: 100;w=3600} and {@code RateLimit: limit=100, remaining=99, reset=3609} of draft 07. */
    DRAFT_07,
    /** {@code RateLimit-Limit}, {@code -Remaining} and {@code -Reset}, in seconds, of draft 06. */
    DRAFT_06,
    /** {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset}, the last one in epoch seconds. */
    X_RATELIMIT
}
