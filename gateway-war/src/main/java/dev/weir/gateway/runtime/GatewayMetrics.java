package dev.weir.gateway.runtime;

import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.settings.UpstreamAddress;
import dev.weir.spi.AdminSection;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.ModuleMetric;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** What operators see of models. Safe for use by many threads. */
public final class GatewayMetrics {

    private static final String TOKENS = "ratelimit_llm_tokens_total";
    private static final String MODEL = "model";

    private final Map<String, ModelCounts> counts = new LinkedHashMap<>();
    private final Map<String, ModelSettings> models = new LinkedHashMap<>();
    private final Set<String> outcomes;
    private final UpstreamStates states;
    private final LongSupplier auditLost;

    /**
     * Nothing is shown yet.
     *
     * @param outcomes what can become of a request
     * @param auditLost lines that are missing in the audit
     */
    public GatewayMetrics(
            Collection<ModelSettings> models,
            Set<String> outcomes,
            UpstreamStates states,
            LongSupplier auditLost,
            InstantSource clock) {
        models.forEach(model -> {
            this.models.put(model.id(), model);
            counts.put(model.id(), new ModelCounts(clock));
        });
        this.outcomes = new TreeSet<>(outcomes);
        this.states = states;
        this.auditLost = auditLost;
    }

    /** Shows all of it. */
    public void show(ModuleHost host) {
        all().forEach(host::show);
        host.show(new AdminSection(
                "models",
                "Models",
                List.of("model", "upstream", "state", "streams", "requests", "tokens today", "tokens since the start"),
                this::rows));
    }

    /** All metrics. */
    public List<ModuleMetric> all() {
        List<ModuleMetric> all = new ArrayList<>();
        counts.forEach((model, each) -> {
            all.add(tokens(model, "prompt", each.prompt::sum));
            all.add(tokens(model, "completion", each.completion::sum));
            all.add(tokens(model, "charged", each.charged::sum));
            for (String outcome : outcomes) {
                Map<String, String> labels = new LinkedHashMap<>();
                labels.put(MODEL, model);
                labels.put("outcome", outcome);
                all.add(new ModuleMetric(
                        "ratelimit_llm_requests_total",
                        true,
                        "requests by model and by what became of them",
                        labels,
                        () -> each.requests(outcome).sum()));
            }
            all.add(gauge("ratelimit_llm_streams", "answers that are on their way", model, each.streams::get));
            all.add(gauge(
                    "ratelimit_llm_upstream_open",
                    "whether the upstream is left alone because it has failed",
                    model,
                    () -> states.of(model) == UpstreamStates.State.OPEN ? 1 : 0));
        });
        all.add(new ModuleMetric(
                "ratelimit_llm_audit_lost_total",
                true,
                "requests that are missing in the audit",
                Map.of(),
                auditLost::getAsLong));
        return all;
    }

    private static ModuleMetric tokens(String model, String kind, DoubleSupplier value) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(MODEL, model);
        labels.put("kind", kind);
        return new ModuleMetric(TOKENS, true, "tokens by model, as it counted them, and charged", labels, value);
    }

    private static ModuleMetric gauge(String name, String help, String model, DoubleSupplier value) {
        return new ModuleMetric(name, false, help, Map.of(MODEL, model), value);
    }

    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        counts.forEach((model, each) -> rows.add(List.of(
                model,
                upstream(model),
                states.of(model).shown(),
                String.valueOf(each.streams.get()),
                String.valueOf(each.allRequests()),
                String.valueOf(each.today()),
                String.valueOf(each.prompt.sum() + each.completion.sum()))));
        return rows;
    }

    private String upstream(String model) {
        ModelSettings settings = models.get(model);
        return settings != null && settings.upstream() instanceof UpstreamAddress.Remote remote
                ? remote.base().getAuthority()
                : "echo";
    }

    /** An answer of {@code model} is on its way, or no more. */
    public void streams(String model, int more) {
        ModelCounts of = counts.get(model);
        if (of != null) {
            int unused = of.streams.addAndGet(more);
        }
    }

    /** A request to {@code model} has ended. */
    public void ended(String model, long prompt, long completion, long charged, String outcome) {
        ModelCounts of = counts.get(model);
        if (of != null) {
            of.add(prompt, completion, charged, outcome);
        }
    }
}
