package dev.weir.gateway.answer;

import dev.weir.gateway.request.Endpoint;

/**
 * What a stream may have.
 *
 * @param choices how many completions were asked for
 * @param cap tokens of each
 * @param includeUsage whether the client wants an event with the usage
 * @param promptTokens as they were counted here
 */
record StreamLimits(Endpoint endpoint, int choices, long cap, boolean includeUsage, long promptTokens) {}
