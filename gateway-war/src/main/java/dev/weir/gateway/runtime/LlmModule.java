package dev.weir.gateway.runtime;

import dev.weir.Scope;
import dev.weir.gateway.auth.KeyFile;
import dev.weir.gateway.settings.GatewayProperty;
import dev.weir.gateway.settings.GatewaySettings;
import dev.weir.gateway.settings.GatewaySettingsReader;
import dev.weir.gateway.settings.ModelProperty;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.settings.TokenizerChoice;
import dev.weir.gateway.token.Tokenizer;
import dev.weir.gateway.token.Tokenizers;
import dev.weir.spi.ModuleConfiguration;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.NamedProperties;
import dev.weir.spi.WeirModule;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The gateway as a module of Weir: reads {@code ratelimit.llm.*}. Found by {@link java.util.ServiceLoader}. Safe for
 * use by many threads.
 */
public final class LlmModule implements WeirModule {

    private static final String NAME = "llm";
    private static final System.Logger LOG = System.getLogger(LlmModule.class.getName());

    private volatile GatewaySettings settings =
            GatewaySettingsReader.read(Map.of(), Set.of(), (property, rule, value) -> {});
    private volatile Set<String> policies = Set.of();
    private volatile @Nullable Gateway gateway;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> broughtPolicies() {
        return Set.of("llm-tokens", "llm-requests", LimitedAttempts.POLICY);
    }

    @Override
    public Set<String> properties(Set<String> all, NamedProperties named) {
        return GatewaySettingsReader.names(named.names(), named.value(GatewayProperty.MODELS.key()));
    }

    @Override
    public void configure(ModuleConfiguration configuration) {
        GatewaySettings read =
                GatewaySettingsReader.read(configuration.values(), configuration.policies(), configuration::problem);
        for (ModelSettings model : read.models().values()) {
            checkScopes(model, configuration);
            policies(model, configuration).forEach(policy -> configuration.applies(policy, "model " + model.id()));
        }
        if (configuration.policies().contains(LimitedAttempts.POLICY)) {
            configuration.applies(LimitedAttempts.POLICY, "wrong API keys and tokens");
        }
        if (gateway == null) {
            // later its lines are looked at by who reads it again, and a wrong one is no reason to stop
            read.keys()
                    .ifPresent(file -> KeyFile.check(
                            file,
                            (line, rule) -> configuration.problem(
                                    GatewayProperty.KEYS.key(),
                                    (line == 0 ? "" : "line " + line + ' ') + rule,
                                    file.toString())));
            read.models().values().forEach(model -> checkRanks(model, configuration));
            policies = configuration.policies();
        } else if (!read.equals(settings)) {
            LOG.log(System.Logger.Level.WARNING, "a change of ratelimit.llm.* takes effect at the next start");
        }
        settings = read;
    }

    private static void checkRanks(ModelSettings model, ModuleConfiguration configuration) {
        if (model.tokenizer() instanceof TokenizerChoice.Ranks ranks) {
            try {
                Tokenizer unused = Tokenizers.of(ranks);
            } catch (IOException e) {
                configuration.problem(
                        ModelProperty.TOKENIZER.of(model.id()),
                        String.valueOf(e.getMessage()),
                        ranks.file().toString());
            }
        }
    }

    private static Stream<String> policies(ModelSettings model, ModuleConfiguration configuration) {
        return Stream.concat(model.policies().tokens().stream(), model.policies().requests().stream())
                .filter(configuration.policies()::contains);
    }

    private static void checkScopes(ModelSettings model, ModuleConfiguration configuration) {
        policies(model, configuration)
                .filter(policy -> {
                    Optional<Scope> scope = configuration.scope(policy);
                    return scope.isEmpty() || !ScopedKeys.POSSIBLE.contains(scope.get());
                })
                .forEach(policy -> configuration.problem(
                        ModelProperty.POLICIES.of(model.id()),
                        "a policy must have the scope user, client, tenant or global",
                        policy));
    }

    @Override
    public AutoCloseable start(ModuleHost host) {
        Gateway started = new Gateway(settings, policies, host);
        started.start();
        gateway = started;
        return started;
    }

    /**
     * What answers requests.
     *
     * @throws IllegalStateException if the application has not started
     */
    public Gateway gateway() {
        Gateway started = gateway;
        if (started == null) {
            throw new IllegalStateException("the application has not started");
        }
        return started;
    }
}
