package dev.weir.gateway.relay;

import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.request.CompletionRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of one request. Immutable.
 *
 * @param model its identifier; empty if the request was refused before it was known
 * @param request empty if it could not be read
 * @param held tokens; 0 if nothing was held
 * @param promptTokens as the upstream has counted them, or as they were counted for it
 * @param completionTokens as the upstream has counted them, or those that the client got
 * @param charged tokens of the budget
 * @param status that the client got
 * @param firstByte from the request to the first byte of the answer
 * @param total from the request to the last byte of the answer
 * @param answer the beginning of what the client got, if it is asked for
 */
public record ExchangeReport(
        String requestId,
        Optional<Caller> caller,
        Optional<String> model,
        Optional<CompletionRequest> request,
        long held,
        long promptTokens,
        long completionTokens,
        long charged,
        Outcome outcome,
        int status,
        Optional<Duration> firstByte,
        Duration total,
        Optional<String> answer) {}
