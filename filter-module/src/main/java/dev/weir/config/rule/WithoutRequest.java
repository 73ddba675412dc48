package dev.weir.config.rule;

/** The treatment of calls of limited beans that no request causes. */
public enum WithoutRequest {
    /** They are limited, with the application as their client. */
    LIMIT,
    /** They are admitted, and counted separately. */
    ADMIT
}
