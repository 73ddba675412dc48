package dev.weir.config;

/** How much a client is told about a policy. */
public enum Disclosure {
    /** RateLimit fields, the policy's name, and the exact second. */
    FULL,
    /** When to come back, rounded up to five seconds. The default of scope {@code login}. */
    MINIMAL
}
