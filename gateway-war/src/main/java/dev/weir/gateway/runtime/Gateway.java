package dev.weir.gateway.runtime;

import dev.weir.gateway.audit.AuditLog;
import dev.weir.gateway.auth.Attempts;
import dev.weir.gateway.auth.Authenticator;
import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.auth.Tiers;
import dev.weir.gateway.budget.TokenBudget;
import dev.weir.gateway.budget.UsageRow;
import dev.weir.gateway.relay.Completions;
import dev.weir.gateway.relay.Outcome;
import dev.weir.gateway.relay.Relay;
import dev.weir.gateway.relay.ServedCompletions;
import dev.weir.gateway.settings.GatewaySettings;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.upstream.Upstreams;
import dev.weir.spi.ModuleHost;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The gateway of an application while it runs. Found by {@code Modules.running(LlmModule.class).gateway()}. Safe for
 * use by many threads.
 */
public final class Gateway implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
    /** By which an exchange may exceed the total time of its model. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final GatewaySettings settings;
    private final ModuleHost host;
    private final Instant started;
    private final GatewayThreads threads = new GatewayThreads();
    private final CallerSource callers;
    private final Optional<AuditLog> audit;
    private final TokenBudget budget;
    private final Upstreams upstreams;
    private final UpstreamStates states;
    private final GatewayMetrics metrics;
    private final ServedModels models;
    private final Relay relay;
    private final ServedCompletions completions;

    /**
     * Nothing is served yet.
     *
     * @param policies the names of all policies
     */
    Gateway(GatewaySettings settings, Set<String> policies, ModuleHost host) {
        InstantSource clock = InstantSource.system();
        this.settings = settings;
        this.host = host;
        this.started = clock.instant();
        this.callers = new CallerSource(settings, host, attempts(policies, host));
        this.audit = settings.audit().file().map(file -> new AuditLog(ofInstance(file, host.instance()), clock));
        ModelTokens tokens = ModelTokens.of(settings.models().values());
        this.budget = new TokenBudget(host, new ScopedKeys(host::scope));
        this.upstreams = new Upstreams(
                settings.models().values(), ModelTokens.echo()::count, clock, host.nanoTime(), host.background());
        this.states =
                model -> UpstreamStates.State.valueOf(upstreams.state(model).name());
        this.metrics = new GatewayMetrics(
                settings.models().values(),
                Stream.of(Outcome.values()).map(Outcome::label).collect(Collectors.toSet()),
                states,
                () -> audit.map(AuditLog::lost).orElse(0L),
                clock);
        this.models = new ServedModels(settings, tokens, budget, upstreams, metrics);
        ToldExchanges told = new ToldExchanges(metrics, audit, settings.audit().content(), clock);
        this.relay = new Relay(told.ofRelay(), host.nanoTime(), host.background());
        this.completions = new ServedCompletions(
                new Completions(models, relay, told, host.nanoTime(), threads.waiting("weir-llm-waiting")),
                settings.maxBody(),
                longest(settings).plus(MARGIN),
                host.nanoTime(),
                host.background());
    }

    private static Attempts attempts(Set<String> policies, ModuleHost host) {
        if (policies.contains(LimitedAttempts.POLICY)) {
            return new LimitedAttempts(host.limiter());
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "wrong API keys can be tried without a limit: ratelimit.policies does not list "
                        + LimitedAttempts.POLICY);
        return Attempts.UNCOUNTED;
    }

    /** Two instances on one machine write to two files, if the name says so. */
    private static Path ofInstance(Path file, String instance) {
        return Path.of(file.toString().replace("{instance}", instance));
    }

    private static Duration longest(GatewaySettings settings) {
        return settings.models().values().stream()
                .map(model -> model.timeouts().total())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Starts all that runs beside requests. */
    void start() {
        callers.start(threads);
        audit.ifPresent(log -> log.start(GatewayThreads.factory("weir-llm-audit")));
        metrics.show(host);
    }

    /** What the properties said at the start. */
    public GatewaySettings settings() {
        return settings;
    }

    /** Finds out who sends a request. */
    public Authenticator authenticator() {
        return callers.authenticator();
    }

    /** The tiers of callers. */
    public Tiers tiers() {
        return callers.tiers();
    }

    /** The models that {@code caller} may use. */
    public List<ModelSettings> models(Caller caller) {
        return models.of(caller);
    }

    /** The model that {@code caller} calls {@code name}; empty if there is none for it. */
    public Optional<ModelSettings> model(Caller caller, String name) {
        return models.model(caller, name);
    }

    /** What {@code caller} has used of its budgets. */
    public List<UsageRow> usage(Caller caller) {
        return budget.usage(caller, models.of(caller));
    }

    /** The fields {@code x-ratelimit-*} for an answer to {@code caller} that is of no model. */
    public Map<String, String> fields(Caller caller) {
        return models.fields(caller, Optional.empty());
    }

    /** Serves completions. */
    public ServedCompletions completions() {
        return completions;
    }

    /** Whether upstreams can serve. */
    public UpstreamStates states() {
        return states;
    }

    /** What Weir offers. */
    public ModuleHost host() {
        return host;
    }

    /** When it was started. */
    public Instant started() {
        return started;
    }

    /** Answers that are on their way end in an error; what was delivered is charged, and all are written down. */
    @Override
    public void close() {
        relay.close();
        upstreams.close();
        threads.close();
        budget.close();
        audit.ifPresent(AuditLog::close);
    }
}
