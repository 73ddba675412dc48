package dev.weir;

import java.util.Optional;

/**
 * The facts about one request from which a key can be made. Valid while the request lasts, on its thread. A bean call
 * without a request, for example from a timer, has an empty method, the path {@code /} and the client
 * {@code ?:application}.
 */
public interface IncomingRequest {

    /** The request method, {@code GET}. */
    String method();

    /** The decoded, normalised path below the context root, without path parameters: {@code /api/reports}. */
    String path();

    /** The name of the principal, if the caller is logged in. */
    Optional<String> principal();

    /**
     * The address of the client in its canonical form, {@code 4:203.0.113.9} or {@code 6:2001:db8:1:2::/64}; if the
     * server reports something other than an address, {@code ?:} and that text. Behind trusted proxies it is the
     * address that they report, as configured below {@code ratelimit.client.}
     */
    String clientAddress();

    /**
     * An identifier of the session, if there is one; never starts a session. It is the session's id. After the id was
     * changed, as a login does, it is a digest of the first id, so that the counter stays with the session.
     */
    Optional<String> sessionId();

    /** The first value of a header; the case of {@code name} is ignored. */
    Optional<String> header(String name);
}
