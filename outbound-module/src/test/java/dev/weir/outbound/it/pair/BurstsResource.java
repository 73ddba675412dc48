package dev.weir.outbound.it.pair;

import dev.weir.outbound.Throttle;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes many calls at once, of a policy that it shares with the other instance. */
@ApplicationScoped
@Path("bursts/{policy}")
public class BurstsResource {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** What became of the calls: outcome by id. */
    private final Map<String, String> ended = new ConcurrentHashMap<>();

    @Inject
    private Throttle throttle;

    @Inject
    @ConfigProperty(name = "remote.uri")
    private String root;

    /** Begins so many calls, whose ids begin with {@code prefix}, and does not wait for them. */
    @POST
    @Path("{prefix}")
    public void begin(
            @PathParam("policy") String policy,
            @PathParam("prefix") String prefix,
            @QueryParam("count") int count,
            @QueryParam("tenant") String tenant) {
        Throttle own = tenant == null ? throttle : throttle.forTenant(tenant);
        for (int i = 0; i < count; i++) {
            String id = prefix + i;
            own.callAsync(policy, () -> send(id))
                    .whenComplete((response, failure) -> ended.put(
                            id, failure == null ? String.valueOf(response.statusCode()) : failure.toString()));
        }
    }

    private CompletionStage<HttpResponse<String>> send(String id) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + "/price/" + id))
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    /** The outcomes of calls whose ids begin with {@code prefix}, a line for each. */
    @GET
    @Path("{prefix}")
    public String outcomes(@PathParam("prefix") String prefix) {
        StringBuilder lines = new StringBuilder();
        ended.forEach((id, outcome) -> {
            if (id.startsWith(prefix)) {
                lines.append(outcome).append('\n');
            }
        });
        return lines.toString();
    }

    /** How many calls the remote has refused, as this instance knows. */
    @GET
    public long refusals(@PathParam("policy") String policy) {
        return throttle.statistics(policy).remoteRefusals();
    }
}
