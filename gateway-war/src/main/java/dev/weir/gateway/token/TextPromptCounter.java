package dev.weir.gateway.token;

import dev.weir.gateway.error.ApiErrors;
import dev.weir.gateway.error.ApiException;
import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.request.Endpoint;
import dev.weir.gateway.request.Prompt;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Counts the texts of a prompt. The template of a chat adds tokens to each message.
 *
 * @param mediaTokens tokens of an image or a sound; empty if such prompts are refused
 */
record TextPromptCounter(Tokenizer tokenizer, int templateTokens, OptionalInt mediaTokens) implements PromptCounter {

    /** The token before the first of a text, which a model adds; a prompt of tokens has it, or is to have none. */
    private static final int BEGIN = 1;

    @Override
    public CompletionStage<Long> count(CompletionRequest request) {
        Prompt prompt = request.prompt();
        if (prompt.media() > 0 && mediaTokens.isEmpty()) {
            return CompletableFuture.failedFuture(noMedia(request));
        }
        long tokens = prompt.tokens() + media(prompt);
        for (String text : prompt.texts()) {
            tokens += tokenizer.count(text);
        }
        if (request.endpoint() == Endpoint.CHAT) {
            tokens += (long) templateTokens * prompt.messages();
        } else {
            tokens += (long) BEGIN * prompt.texts().size();
        }
        return CompletableFuture.completedFuture(Math.max(1, tokens));
    }

    long media(Prompt prompt) {
        return (long) prompt.media() * mediaTokens.orElse(0);
    }

    private static ApiException noMedia(CompletionRequest request) {
        return new ApiException(ApiErrors.invalid(
                "The model `" + request.model() + "` takes text only here: its media-tokens, the tokens of an image or"
                        + " a sound, are not configured.",
                "messages"));
    }
}
