package dev.weir.example;

import dev.weir.outbound.Throttled;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Calls {@link RemoteQuotesResource}, within its limit. Safe for use by many threads. */
@ApplicationScoped
public class RemoteQuotes {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LONGEST)
            .build();

    /**
     * Asks for the price of {@code symbol}, as soon as all instances together may send one more request. Many of
     * them can wait without a thread, in the order in which they came; one that the service refuses nevertheless is
     * repeated.
     */
    @Throttled("kis")
    public CompletionStage<HttpResponse<String>> quote(URI service, String symbol) {
        return send(service.resolve(symbol));
    }

    /** Asks what the service has seen, which it does not count. */
    public CompletionStage<HttpResponse<String>> seen(URI service) {
        return send(service);
    }

    private CompletionStage<HttpResponse<String>> send(URI address) {
        return client.sendAsync(HttpRequest.newBuilder(address).timeout(LONGEST).build(), BodyHandlers.ofString());
    }
}
