package dev.weir.example;

import dev.weir.Blocked;
import dev.weir.LimitReached;
import dev.weir.ModeChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Posts what Weir tells to a web hook: {@code -Dexample.webhook.url=https://hooks.example.com/weir}. Without the
 * property nothing is posted. Keys are personal data, so they are not sent. Safe for use by many threads.
 */
@ApplicationScoped
public class WebHook {

    private static final System.Logger LOG = System.getLogger(WebHook.class.getName());
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST).build();

    @Inject
    @ConfigProperty(name = "example.webhook.url")
    Optional<URI> url;

    void reached(@ObservesAsync LimitReached event) {
        post("limit-reached", event.policy());
    }

    void blocked(@ObservesAsync Blocked event) {
        post("blocked", event.policy());
    }

    void modeChanged(@ObservesAsync ModeChanged event) {
        post("mode-changed", event.mode().name());
    }

    /** Waits for the answer: the thread is one of the container, and no request waits for it. */
    private void post(String event, String about) {
        if (url.isEmpty()) {
            return;
        }
        String body = Json.createObjectBuilder()
                .add("event", event)
                .add("about", about)
                .build()
                .toString();
        HttpRequest request = HttpRequest.newBuilder(url.get())
                .timeout(LONGEST)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            LOG.log(System.Logger.Level.DEBUG, "the web hook answered {0}", status);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the web hook cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
