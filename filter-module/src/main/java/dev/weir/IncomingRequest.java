package dev.weir;

import java.util.Optional;

/**
 * The facts about one request that a key can be made of. Valid while the request lasts, on its thread. A call of a bean that no
 * request caused, as by a timer, has an empty method, the path {@code /} and the client {@code ?:application}.
 */
public interface IncomingRequest {

    /** The method, {@code GET}. */
    String method();

    /** The decoded, normalised path below the context root, without path parameters: {@code /api/reports}. */
    String path();

    /** The name of the principal, if somebody is logged in. */
    Optional<String> principal();

    /**
     * The address of the client in its canonical form, {@code 4:203.0.113.9} or {@code 6:2001:db8:1:2::/64}; {@code ?:} and what
     * the server says, if that is no address. Behind
     * trusted proxies it is the one that they report, as configured below {@code ratelimit.client.}
     */
    String clientAddress();

    /**
     * What tells the session from others, if there is one; never starts one. It is the session's id, and a digest of its first id
     * once the id was changed, as a login does: a counter goes with the session.
     */
    Optional<String> sessionId();

    /** The first value of a header, whatever the case of {@code name}. */
    Optional<String> header(String name);
}
