package dev.weir.gateway.relay;

import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.budget.Admission;
import dev.weir.gateway.budget.Demand;
import dev.weir.gateway.budget.Refusal;
import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.token.Tokenizer;
import dev.weir.gateway.upstream.Upstream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What completions need of the gateway. Safe for use by many threads. */
public interface CompletionParts {

    /** The model that the caller may use by this name. */
    Optional<ModelSettings> model(Caller caller, String name);

    /** Why a request need not be counted, because its caps alone are above what the caller can ever have. */
    Optional<Refusal> hopeless(Caller caller, Demand demand);

    /** The tokens of the prompt of a request to the model. */
    CompletionStage<Long> promptTokens(ModelSettings model, CompletionRequest request);

    /** Whether the caller has the budget. May wait for the cluster. */
    Admission admit(Caller caller, Demand demand);

    /**
     * The fields {@code x-ratelimit-*} for an answer to a request that holds nothing, over all models of the caller if
     * it is for none. May wait for the cluster.
     */
    Map<String, String> fields(Caller caller, Optional<ModelSettings> model);

    /** The upstream of the model. */
    Upstream upstream(ModelSettings model);

    /** What counts the texts that the model makes. */
    Tokenizer tokenizer(ModelSettings model);
}
