package dev.weir.config.rule;

/** The amount of detail about a policy in responses. */
public enum Disclosure {
    /** RateLimit fields, the policy's name, and the exact second. */
    FULL,
    /** The time after which to retry, rounded up to five seconds. The default of scope {@code login}. */
    MINIMAL
}
