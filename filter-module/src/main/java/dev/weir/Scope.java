package dev.weir;

/**
 * The part of a request that makes the key of a policy, and the requests to which the policy applies. An annotation
 * with a scope alone names a policy: {@code anonymous}, {@code user} and {@code login} have default limits, those of
 * the other scopes have to be configured. The scope {@code header:<Name>} exists in the configuration only.
 */
public enum Scope {
    /** The client address, when the caller is not logged in. */
    ANONYMOUS,
    /** The principal, when there is one. */
    USER,
    /** The principal if there is one, else the client address. */
    CLIENT,
    /** The client address, always. */
    ADDRESS,
    /** The client address and the username, for login requests; responses disclose little about the limit. */
    LOGIN,
    /** The session, when there is one. */
    SESSION,
    /** The tenant, when the request has one; {@code ratelimit.tenant.from} says how it is found. */
    TENANT,
    /** One key for all clients. */
    GLOBAL
}
