package dev.weir.gateway.request;

import java.util.OptionalLong;

/**
 * A request for a completion. Immutable.
 *
 * @param model the name that the client uses
 * @param stream whether the answer comes in events
 * @param includeUsage whether the client has asked for an event with the usage
 * @param maxTokens the larger of {@code max_tokens} and {@code max_completion_tokens}; empty if there is none
 * @param choices how many completions it makes, 1 or more
 * @param body as the client has sent it, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CompletionRequest(
        Endpoint endpoint,
        String model,
        boolean stream,
        boolean includeUsage,
        OptionalLong maxTokens,
        int choices,
        Prompt prompt,
        byte[] body) {}
