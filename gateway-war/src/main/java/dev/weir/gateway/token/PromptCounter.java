package dev.weir.gateway.token;

import dev.weir.gateway.request.CompletionRequest;
import java.util.concurrent.CompletionStage;

/** Counts the tokens of prompts: exactly, or an upper bound. Safe for use by many threads. */
@FunctionalInterface
public interface PromptCounter {

    /** The tokens that a model reads for {@code request}, 1 or more. An upstream that counts may take a moment. */
    CompletionStage<Long> count(CompletionRequest request);
}
