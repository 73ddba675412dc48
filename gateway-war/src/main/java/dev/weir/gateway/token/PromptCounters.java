package dev.weir.gateway.token;

import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.settings.TokenizerChoice;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Makes the counters of prompts. Safe for use by many threads. */
public final class PromptCounters {

    private PromptCounters() {}

    /**
     * The counter of a model. Its stages complete exceptionally only with an
     * {@link dev.weir.gateway.error.ApiException}, for a prompt that the model does not take, and with an
     * {@link dev.weir.gateway.upstream.UpstreamOpenException}, if the upstream is to count and is left alone.
     *
     * @param tokenizer of the model, of {@link Tokenizers#of}
     * @param upstream sends bodies to {@code /tokenize} of the upstream, if the settings say so; the stage has the
     *     {@code count} of all its answers, and completes exceptionally if there is none within a short time
     */
    public static PromptCounter of(
            ModelSettings model, Tokenizer tokenizer, Function<List<byte[]>, CompletionStage<Long>> upstream) {
        TextPromptCounter texts = new TextPromptCounter(tokenizer, model.templateTokens(), model.mediaTokens());
        return model.tokenizer() instanceof TokenizerChoice.OfUpstream
                ? new UpstreamPromptCounter(upstream, model.upstreamName(), texts)
                : texts;
    }
}
