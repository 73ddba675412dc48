package dev.weir.gateway.relay;

import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.request.Endpoint;
import java.util.Optional;

/**
 * A request for a completion, whose body is read.
 *
 * @param body not to be changed
 * @param startedNanos when it came
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Incoming(
        Endpoint endpoint,
        Optional<String> contentType,
        byte[] body,
        Caller caller,
        String requestId,
        long startedNanos) {}
