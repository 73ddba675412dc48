package dev.weir.gateway.relay;

import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.budget.Hold;
import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.token.Tokenizer;
import dev.weir.gateway.upstream.UpstreamCall;

/**
 * A request that has its budget.
 *
 * @param promptTokens as they were counted for the hold
 * @param hold ended by the relay
 * @param call what the upstream gets
 * @param tokenizer of the answer
 * @param startedNanos when the request came
 */
public record RelayJob(
        CompletionRequest request,
        Caller caller,
        ModelSettings model,
        long promptTokens,
        Hold hold,
        UpstreamCall call,
        Tokenizer tokenizer,
        long startedNanos) {}
