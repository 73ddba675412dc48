package dev.weir.example;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Starts the calls of {@link SymbolRun}, and says how far they are. */
@Path("symbols")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SymbolsResource {

    @Inject
    private SymbolRun run;

    @Inject
    private RemoteQuotes quotes;

    /** The application that plays the service, {@code http://localhost:8080/}; without it, this one. */
    @Inject
    @ConfigProperty(name = "example.remote.url")
    private Optional<URI> remote;

    @Inject
    private HttpServletRequest request;

    /** Begins a run; 409 if one is on its way. */
    @POST
    public Response start() {
        return run.start(service())
                ? Response.accepted(new Message("a hundred symbols are on their way"))
                        .build()
                : Response.status(Response.Status.CONFLICT)
                        .entity(new Message("they are on their way already"))
                        .build();
    }

    /** Returns how far the run of this instance is, and what the service sees of all instances. */
    @GET
    public CompletionStage<JsonObject> progress() {
        SymbolRun.Progress progress = run.progress();
        return quotes.seen(service())
                .handle((response, failure) -> Json.createObjectBuilder()
                        .add("done", progress.done())
                        .add("all", progress.all())
                        .add("failed", progress.failed())
                        .add("seconds", progress.seconds())
                        .add("lastSecond", progress.lastSecond())
                        .add("refused", progress.refused())
                        .add("service", response == null ? JsonValue.NULL : read(response))
                        .build());
    }

    private static JsonValue read(HttpResponse<String> response) {
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            return reader.readObject();
        }
    }

    /**
     * The address of the service. That of this instance is where the request arrived, not what its field {@code Host}
     * says: a client must not choose whom a server calls.
     */
    private URI service() {
        return remote.orElseGet(this::here).resolve("api/remote/quotes/");
    }

    private URI here() {
        try {
            return new URI(
                    "http",
                    null,
                    request.getLocalAddr(),
                    request.getLocalPort(),
                    request.getContextPath() + "/",
                    null,
                    null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the server has no address", e);
        }
    }
}
