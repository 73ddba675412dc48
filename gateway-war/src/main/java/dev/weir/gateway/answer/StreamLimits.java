package dev.weir.gateway.answer;

import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.request.Endpoint;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.settings.TokenizerChoice;

/**
 * What a stream may have.
 *
 * @param choices how many completions were asked for
 * @param cap tokens of each
 * @param textCap tokens of its text, as they are counted here
 * @param includeUsage whether the client wants an event with the usage
 * @param promptTokens as they were counted here
 */
record StreamLimits(Endpoint endpoint, int choices, long cap, long textCap, boolean includeUsage, long promptTokens) {

    /**
     * An encoding that is not the model's own counts up to 1.45 times as many tokens as it has made: a good answer must
     * not be cut for that. Each event with a text is a token anyhow, whatever the encoding is.
     */
    private static final long FOREIGN = 2;

    /** Bytes of a token, when each byte counts as one. */
    private static final long BYTES = 16;

    static StreamLimits of(CompletionRequest request, ModelSettings model, long cap, long promptTokens) {
        return new StreamLimits(
                request.endpoint(),
                request.choices(),
                cap,
                cap * factor(model.tokenizer()),
                request.includeUsage(),
                promptTokens);
    }

    private static long factor(TokenizerChoice tokenizer) {
        if (tokenizer instanceof TokenizerChoice.Ranks) {
            return 1;
        }
        return tokenizer instanceof TokenizerChoice.BuiltIn ? FOREIGN : BYTES;
    }
}
