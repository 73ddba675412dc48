package dev.weir.gateway.runtime;

import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.settings.TokenizerChoice;
import dev.weir.gateway.token.PromptCounter;
import dev.weir.gateway.token.PromptCounters;
import dev.weir.gateway.token.Tokenizer;
import dev.weir.gateway.token.Tokenizers;
import dev.weir.gateway.upstream.Upstreams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts tokens for each model. Models that count alike share a tokenizer. Safe for use by many threads. */
final class ModelTokens {

    private final Map<String, Tokenizer> tokenizers;
    private final Map<String, PromptCounter> prompts = new ConcurrentHashMap<>();

    private ModelTokens(Map<String, Tokenizer> tokenizers) {
        this.tokenizers = Map.copyOf(tokenizers);
    }

    /** @throws UncheckedIOException if a file of ranks cannot be read any more */
    static ModelTokens of(Collection<ModelSettings> models) {
        Map<TokenizerChoice, Tokenizer> shared = new HashMap<>();
        Map<String, Tokenizer> tokenizers = new HashMap<>();
        models.forEach(
                model -> tokenizers.put(model.id(), shared.computeIfAbsent(model.tokenizer(), ModelTokens::read)));
        return new ModelTokens(tokenizers);
    }

    private static Tokenizer read(TokenizerChoice choice) {
        try {
            return Tokenizers.of(choice);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That of the model that is built in. */
    static Tokenizer echo() {
        return read(TokenizerChoice.BuiltIn.CL100K);
    }

    Tokenizer tokenizer(ModelSettings model) {
        Tokenizer tokenizer = tokenizers.get(model.id());
        if (tokenizer == null) {
            throw new IllegalArgumentException("there is no model \"" + model.id() + '"');
        }
        return tokenizer;
    }

    PromptCounter prompts(ModelSettings model, Upstreams upstreams) {
        return prompts.computeIfAbsent(
                model.id(),
                id -> PromptCounters.of(model, tokenizer(model), bodies -> upstreams.countTokens(id, bodies)));
    }
}
