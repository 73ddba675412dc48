package dev.weir.it.storm;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Ends requests in the ways of JAX-RS. */
@Path("slow")
public class StormResource {

    /** An exception that a mapper makes a response of. */
    static final class Unprocessable extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Provider
    public static class Mapper implements ExceptionMapper<Unprocessable> {
        @Override
        public Response toResponse(Unprocessable exception) {
            return Response.status(422).entity("unprocessable").build();
        }
    }

    @Inject
    private Work work;

    @GET
    @Path("fine")
    public String fine() {
        Runnable leave = Inside.REQUEST.enter();
        Inside.work();
        leave.run();
        return "fine";
    }

    @GET
    @Path("mapped")
    public String mapped() {
        throw new Unprocessable();
    }

    @GET
    @Path("exception")
    public String exception() {
        throw new IllegalStateException("of the test");
    }

    @GET
    @Path("later")
    public CompletionStage<String> later() {
        Runnable leave = Inside.REQUEST.enter();
        return CompletableFuture.supplyAsync(() -> {
            Inside.work();
            leave.run();
            return "fine";
        });
    }

    @GET
    @Path("later-mapped")
    public CompletionStage<String> laterMapped() {
        return CompletableFuture.supplyAsync(() -> {
            throw new Unprocessable();
        });
    }

    @GET
    @Path("stream")
    public StreamingOutput stream() {
        return out -> {
            Runnable leave = Inside.REQUEST.enter();
            Inside.work();
            out.write("streamed".getBytes(StandardCharsets.US_ASCII));
            leave.run();
        };
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(@Context SseEventSink sink, @Context Sse sse) {
        Runnable leave = Inside.REQUEST.enter();
        var unused = sink.send(sse.newEvent("one"))
                .thenCompose(sent -> sink.send(sse.newEvent("two")))
                .whenComplete((sent, failure) -> {
                    leave.run();
                    sink.close();
                });
    }

    @GET
    @Path("bean")
    public String bean() {
        return work.now() + work.now();
    }

    @GET
    @Path("bean-failing")
    public String beanFailing() {
        return work.failing();
    }

    @GET
    @Path("bean-later")
    public CompletionStage<String> beanLater() {
        return work.later();
    }

    @GET
    @Path("bean-elsewhere")
    public CompletionStage<String> beanElsewhere() {
        return work.elsewhere();
    }
}
