package dev.weir;

/**
 * Who is limited: what makes the key of a policy, and when the policy applies. Alone on an annotation it names a policy:
 * {@code anonymous}, {@code user} and {@code login} have limits from the start, those of the others are yours to configure. The
 * scope {@code header:<Name>} is for configuration only.
 */
public enum Scope {
    /** The client address, when nobody is logged in. */
    ANONYMOUS,
    /** The principal, when there is one. */
    USER,
    /** The principal if there is one, else the client address. */
    CLIENT,
    /** The client address, always. */
    ADDRESS,
    /** The client address, for requests that log in; clients are told little about the limit. */
    LOGIN,
    /** The session, when there is one. */
    SESSION,
    /** Everybody together. */
    GLOBAL
}
