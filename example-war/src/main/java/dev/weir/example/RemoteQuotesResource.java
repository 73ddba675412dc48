package dev.weir.example;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Plays a service of somebody else, which sells prices and refuses what is too much for it: not with a 429, but with a
 * 500 and a code in the body, as some do. Nothing of Weir limits it.
 */
@Path("remote/quotes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RemoteQuotesResource {

    private static final int LOWEST = 10;
    private static final int SPAN = 990;

    @Inject
    private StrictRemote remote;

    /** Returns a price that is made up, the same one each time. */
    @GET
    @Path("{symbol}")
    public Response quote(@PathParam("symbol") String symbol) {
        if (!remote.admits()) {
            return Response.serverError()
                    .entity(Json.createObjectBuilder()
                            .add("rt_cd", "1")
                            .add("msg_cd", "EGW00201")
                            .build())
                    .build();
        }
        return Response.ok(Json.createObjectBuilder()
                        .add("rt_cd", "0")
                        .add("symbol", symbol)
                        .add("price", LOWEST + Math.floorMod(symbol.hashCode(), SPAN))
                        .build())
                .build();
    }

    /** Returns what the service has seen of all who call it. */
    @GET
    public JsonObject seen() {
        StrictRemote.Seen seen = remote.seen();
        return Json.createObjectBuilder()
                .add("requests", seen.requests())
                .add("lastSecond", seen.lastSecond())
                .add("refused", seen.refused())
                .build();
    }
}
