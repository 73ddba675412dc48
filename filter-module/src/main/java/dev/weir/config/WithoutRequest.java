package dev.weir.config;

/** What is done with calls of limited beans that no request causes. */
public enum WithoutRequest {
    /** They are limited, with the application as their client. */
    LIMIT,
    /** They are admitted, and counted apart. */
    ADMIT
}
