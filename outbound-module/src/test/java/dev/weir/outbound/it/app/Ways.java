package dev.weir.outbound.it.app;

import dev.weir.outbound.Permit;
import dev.weir.outbound.Throttle;
import dev.weir.outbound.client.ThrottleFeature;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.core.Response;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The ways to make a limited call, each by a policy of its name, and one without a limit. */
@ApplicationScoped
public class Ways {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Client client = ClientBuilder.newClient().register(new ThrottleFeature("jax-rs"));
    private final Client hourly = ClientBuilder.newClient().register(new ThrottleFeature("client-hourly"));

    @Inject
    private Throttle throttle;

    @Inject
    private Remote remote;

    @Inject
    private Prices prices;

    @Inject
    private LimitedPrices limited;

    @Inject
    @RestClient
    private LimitedClient limitedClient;

    @Inject
    @RestClient
    private PartlyLimitedClient partlyLimited;

    /** The status and the body that the other side answers. */
    String call(String way, String id) throws Exception {
        return switch (way) {
            case "free" -> text(remote.get(id));
            case "bean" -> text(prices.now(id));
            case "stage" -> text(end(prices.later(id)));
            case "both" -> text(prices.byTwo(id));
            case "hourly" -> text(prices.hourly(id));
            case "retried" -> text(prices.failing(id));
            case "class" -> text(limited.now(id));
            case "class-method" -> text(limited.other(id));
            case "call" -> text(throttle.call("call", () -> remote.get(id)));
            case "call-async" -> text(end(throttle.callAsync("call-async", () -> remote.begin(id))));
            case "acquire" -> {
                try (Permit permit = throttle.acquire("acquire", LONGEST)) {
                    yield text(remote.get(id));
                }
            }
            case "acquire-async" -> text(end(withPermit(id)));
            case "jax-rs" -> text(client.target(remote.uri(id)).request().get());
            case "client-hourly" -> text(hourly.target(remote.uri(id)).request().get());
            case "rest-class" -> text(limitedClient.price(id));
            case "rest-method" -> text(partlyLimited.limited(id));
            case "rest-value" -> "200 " + partlyLimited.value(id);
            case "rest-later" -> "200 " + end(partlyLimited.later(id));
            case "rest-built" -> text(built().built(id));
            case "rest-free" -> text(partlyLimited.free(id));
            default -> text(throttle.call(way, () -> remote.get(id)));
        };
    }

    private CompletionStage<HttpResponse<String>> withPermit(String id) {
        return throttle.acquireAsync("acquire-async", LONGEST)
                .thenCompose(permit -> remote.begin(id).whenComplete((done, failed) -> permit.close()));
    }

    /** A client of the same interface that no container injects. */
    private PartlyLimitedClient built() {
        return RestClientBuilder.newBuilder()
                .baseUri(remote.uri("").resolve("/"))
                .build(PartlyLimitedClient.class);
    }

    private static String text(HttpResponse<String> response) {
        return response.statusCode() + " " + response.body();
    }

    private static String text(Response response) {
        try (response) {
            return response.getStatus() + " " + response.readEntity(String.class);
        }
    }

    private static <T> T end(CompletionStage<T> stage) throws Exception {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @PreDestroy
    void close() {
        client.close();
        hourly.close();
    }
}
