package dev.weir.gateway.upstream;

import dev.weir.gateway.request.Endpoint;

/**
 * A request to an upstream.
 *
 * @param body JSON, not to be changed
 * @param requestId for the logs of both
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record UpstreamCall(Endpoint endpoint, byte[] body, String requestId) {}
