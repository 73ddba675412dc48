package dev.weir.gateway.runtime;

import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.budget.Admission;
import dev.weir.gateway.budget.Demand;
import dev.weir.gateway.budget.Refusal;
import dev.weir.gateway.budget.TokenBudget;
import dev.weir.gateway.relay.CompletionParts;
import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.settings.GatewaySettings;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.settings.TokenizerChoice;
import dev.weir.gateway.token.Tokenizer;
import dev.weir.gateway.upstream.Upstream;
import dev.weir.gateway.upstream.Upstreams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The models that callers may use, and what a completion of one takes. Safe for use by many threads. */
record ServedModels(
        GatewaySettings settings, ModelTokens tokens, TokenBudget budget, Upstreams upstreams, GatewayMetrics metrics)
        implements CompletionParts {

    /** Those that {@code caller} may use. */
    List<ModelSettings> of(Caller caller) {
        return settings.models().values().stream()
                .filter(model -> caller.mayUse(model.id()))
                .toList();
    }

    @Override
    public Optional<ModelSettings> model(Caller caller, String name) {
        return settings.named(name).filter(model -> caller.mayUse(model.id()));
    }

    /** Asked only where the count of the prompt costs a call. */
    @Override
    public Optional<Refusal> hopeless(Caller caller, Demand demand) {
        return demand.model().tokenizer() instanceof TokenizerChoice.OfUpstream
                ? budget.hopeless(caller, demand)
                : Optional.empty();
    }

    @Override
    public CompletionStage<Long> promptTokens(ModelSettings model, CompletionRequest request) {
        return tokens.prompts(model, upstreams).count(request);
    }

    @Override
    public Admission admit(Caller caller, Demand demand) {
        return budget.admit(caller, demand);
    }

    @Override
    public Map<String, String> fields(Caller caller, Optional<ModelSettings> model) {
        return budget.fields(caller, model.map(List::of).orElseGet(() -> of(caller)));
    }

    /** Asked once for each answer that is passed on from then on, whose end the listener of the relay is told of. */
    @Override
    public Upstream upstream(ModelSettings model) {
        Upstream upstream = upstreams.of(model.id());
        metrics.streams(model.id(), 1);
        return upstream;
    }

    @Override
    public Tokenizer tokenizer(ModelSettings model) {
        return tokens.tokenizer(model);
    }
}
