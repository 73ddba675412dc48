package dev.weir.gateway.upstream;

import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.settings.UpstreamAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/** The upstreams of all models, each with a circuit breaker of its own. Safe for use by many threads. */
public final class Upstreams implements AutoCloseable {

    private final HttpClients clients = new HttpClients();
    /** By the root of the server and by how long a connection may take. */
    private final Map<String, HttpClient> byServer = new HashMap<>();

    private final Map<String, BreakingUpstream> byModel = new HashMap<>();

    /**
     * Makes an upstream for each model; no connection is opened yet.
     *
     * @param echoTokens counts the tokens of the model that is built in
     * @param timer runs short work that does not block
     */
    public Upstreams(
            Collection<ModelSettings> models,
            ToIntFunction<String> echoTokens,
            InstantSource clock,
            LongSupplier nanoTime,
            ScheduledExecutorService timer) {
        for (ModelSettings model : models) {
            Upstream upstream;
            Optional<TokenQuestion> question = Optional.empty();
            if (model.upstream() instanceof UpstreamAddress.Remote remote) {
                HttpClient client = client(remote, model.timeouts().connect());
                upstream = new HttpUpstream(client, remote, model.timeouts(), timer, nanoTime);
                question = Optional.of(new TokenQuestion(client, remote, model.timeouts(), timer));
            } else {
                upstream = new EchoUpstream(echoTokens, model.templateTokens(), clock, timer);
            }
            byModel.put(model.id(), new BreakingUpstream(model.id(), upstream, question, model.breaker(), clock));
        }
    }

    private HttpClient client(UpstreamAddress.Remote remote, Duration connect) {
        return byServer.computeIfAbsent(remote.base() + " " + connect, server -> clients.client(connect));
    }

    /**
     * That of a model.
     *
     * @throws IllegalArgumentException if there is no such model
     */
    public Upstream of(String model) {
        return known(model);
    }

    /**
     * Whether the upstream of a model is called at present.
     *
     * @throws IllegalArgumentException if there is no such model
     */
    public UpstreamState state(String model) {
        return known(model).state();
    }

    /**
     * Asks the upstream of a model how many tokens some prompts have. The stage completes exceptionally with
     * {@link UpstreamOpenException} if the upstream is left alone, and with another {@link java.io.IOException} if it
     * does not count, as the one that is built in, or not in time.
     *
     * @param bodies for its {@code /tokenize}
     * @throws IllegalArgumentException if there is no such model
     */
    public CompletionStage<Long> countTokens(String model, List<byte[]> bodies) {
        return known(model).countTokens(bodies);
    }

    private BreakingUpstream known(String model) {
        BreakingUpstream upstream = byModel.get(model);
        if (upstream == null) {
            throw new IllegalArgumentException("there is no model \"" + model + "\"");
        }
        return upstream;
    }

    /** Ends the threads of the clients; answers that are on their way break off. */
    @Override
    public void close() {
        clients.close();
    }
}
