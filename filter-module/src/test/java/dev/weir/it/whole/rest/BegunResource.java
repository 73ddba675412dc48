package dev.weir.it.whole.rest;

import dev.weir.RateLimitExceededException;
import dev.weir.RateLimited;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Begins a response, in the way that its path says, before the call that it makes is refused. */
@Path("{way:begun|zipped}")
@RequestScoped
public class BegunResource {

    private static final byte[] PART = "a,b,c\n".repeat(50).getBytes(StandardCharsets.US_ASCII);

    @Inject
    private Calls calls;

    @Resource
    private ManagedExecutorService executor;

    @GET
    @Path("text")
    @Produces("text/plain;charset=UTF-16")
    public String text() {
        return calls.refused();
    }

    @GET
    @Path("image")
    @Produces("image/png")
    public byte[] image() {
        return calls.refused().getBytes(StandardCharsets.US_ASCII);
    }

    @GET
    @Path("archive")
    @Produces("application/gzip")
    public Response archive() {
        return Response.ok(calls.refused()).header("Content-Encoding", "gzip").build();
    }

    /** A response filter of the application labels it. */
    @GET
    @Path("labelled")
    @Produces("text/plain")
    public String labelled() {
        return calls.refused();
    }

    @GET
    @Path("fields")
    public String fields(@Context HttpServletResponse response) {
        setFields(response);
        return calls.refused();
    }

    @GET
    @Path("limited")
    @Produces("image/png")
    @RateLimited("call")
    public byte[] limited() {
        return PART;
    }

    @GET
    @Path("limited-stream")
    @RateLimited("call")
    public StreamingOutput limitedStream() {
        return output -> output.write(PART);
    }

    @GET
    @Path("stream")
    @Produces("text/csv")
    public Response stream(@Context HttpServletResponse response) {
        setFields(response);
        StreamingOutput written = output -> {
            output.write(PART);
            calls.refused();
        };
        return Response.ok(written).header("Content-Disposition", "attachment").build();
    }

    @GET
    @Path("committed")
    @Produces("text/csv")
    public StreamingOutput committed() {
        return output -> {
            // more than Jersey and a compression keep
            byte[] part = new byte[256 * 1024];
            new Random(1).nextBytes(part);
            output.write(part);
            output.flush();
            calls.refused();
        };
    }

    @GET
    @Path("resumed")
    @Produces("text/csv")
    public void resumed(@Suspended AsyncResponse suspended, @Context HttpServletResponse response) {
        setFields(response);
        try {
            calls.refused();
        } catch (RateLimitExceededException e) {
            executor.execute(() -> suspended.resume(e));
        }
    }

    @GET
    @Path("suspended")
    @Produces("text/csv")
    public void suspended(@Suspended AsyncResponse suspended) {
        calls.refused();
    }

    @GET
    @Path("stage")
    @Produces("text/csv")
    public CompletionStage<String> stage() {
        try {
            return CompletableFuture.completedFuture(calls.refused());
        } catch (RateLimitExceededException e) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        throw e;
                    },
                    executor);
        }
    }

    @GET
    @Path("response-filter")
    @Produces("text/csv")
    public String responseFilter() {
        return "a,b,c";
    }

    @GET
    @Path("admitted")
    @Produces("text/plain")
    public String admitted() {
        return "admitted";
    }

    private static void setFields(HttpServletResponse response) {
        response.setContentType("text/csv;charset=ISO-8859-1");
        response.setContentLength(10);
        response.setHeader("Content-Encoding", "gzip");
        response.setHeader("Content-Language", "de");
        response.setHeader("ETag", "\"1\"");
        response.setHeader("Cache-Control", "public, max-age=600");
        response.setDateHeader("Expires", 4_000_000_000_000L);
        response.setDateHeader("Last-Modified", 1_000_000_000_000L);
        response.setHeader("Content-Security-Policy", "default-src 'self'");
        response.addCookie(new Cookie("colour", "blue"));
    }
}
