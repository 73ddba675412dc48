package dev.weir.it.whole.rest;

import dev.weir.RateLimited;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/** Streams of events, refused before and after the first event. */
@Path("events")
@Produces(MediaType.SERVER_SENT_EVENTS)
@RequestScoped
public class EventsResource {

    @Inject
    private Calls calls;

    @GET
    @Path("limited")
    @RateLimited("call")
    public void limited(@Context SseEventSink sink, @Context Sse sse) {
        sink.close();
    }

    @GET
    @Path("first")
    public void first(@Context SseEventSink sink, @Context Sse sse) {
        calls.refused();
    }

    @GET
    @Path("second")
    public void second(@Context SseEventSink sink, @Context Sse sse) {
        sink.send(sse.newEvent("begun")).toCompletableFuture().join();
        calls.refused();
    }
}
