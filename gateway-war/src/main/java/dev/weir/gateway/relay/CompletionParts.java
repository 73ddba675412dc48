package dev.weir.gateway.relay;

import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.budget.Admission;
import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.token.Tokenizer;
import dev.weir.gateway.upstream.Upstream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** What completions need of the gateway. Safe for use by many threads. */
public interface CompletionParts {

    /** The model that the caller may use by this name. */
    Optional<ModelSettings> model(Caller caller, String name);

    /** The tokens of the prompt of a request to the model. */
    CompletionStage<Long> promptTokens(ModelSettings model, CompletionRequest request);

    /** Whether the caller has the budget. May wait for the cluster. */
    Admission admit(Caller caller, ModelSettings model, long promptTokens, OptionalLong maxTokens, int choices);

    /** The fields {@code x-ratelimit-*} for an answer to a request that holds nothing. */
    Map<String, String> fields(Caller caller, ModelSettings model);

    /** The upstream of the model. */
    Upstream upstream(ModelSettings model);

    /** What counts the texts that the model makes. */
    Tokenizer tokenizer(ModelSettings model);
}
