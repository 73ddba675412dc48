package dev.weir.outbound.it.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The other side, by the JDK's client and without a limit. */
@ApplicationScoped
public class Remote {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    @ConfigProperty(name = "remote.uri")
    private String root;

    URI uri(String id) {
        return URI.create(root + "/price/" + id);
    }

    HttpResponse<String> get(String id) throws IOException, InterruptedException {
        return client.send(request(id), BodyHandlers.ofString());
    }

    CompletionStage<HttpResponse<String>> begin(String id) {
        return client.sendAsync(request(id), BodyHandlers.ofString());
    }

    private HttpRequest request(String id) {
        return HttpRequest.newBuilder(uri(id)).timeout(Duration.ofSeconds(10)).build();
    }
}
