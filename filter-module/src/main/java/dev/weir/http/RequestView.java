package dev.weir.http;

import dev.weir.IncomingRequest;

/** What the adapters know of a request beyond what a key can be made of. */
public interface RequestView extends IncomingRequest {

    /** The whole address of the client, for comparing with ranges. */
    String wholeClientAddress();

    /** Whether the caller has {@code role}. */
    boolean hasRole(String role);
}
