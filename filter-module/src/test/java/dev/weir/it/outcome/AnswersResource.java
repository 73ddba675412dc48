package dev.weir.it.outcome;

import dev.weir.Key;
import dev.weir.RateLimited;
import dev.weir.RateLimiter;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers in the ways of JAX-RS, and says what is left. */
@Path("")
public class AnswersResource {

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
    private RateLimiter limiter;

    @GET
    @Path("answers/fine")
    public String fine() {
        return "fine";
    }

    @GET
    @Path("answers/mapped")
    public String mapped() {
        throw new Unprocessable();
    }

    @GET
    @Path("answers/exception")
    public String exception() {
        throw new IllegalStateException("of the test");
    }

    @GET
    @Path("answers/later")
    public CompletionStage<String> later() {
        return CompletableFuture.supplyAsync(() -> "fine");
    }

    @GET
    @Path("answers/later-mapped")
    public CompletionStage<String> laterMapped() {
        return CompletableFuture.failedFuture(new Unprocessable());
    }

    /** A limit of its own, whose status is that of the answer. */
    @GET
    @Path("own/{status}")
    @RateLimited(limit = "2/1h", count = "failures")
    public Response own(@PathParam("status") int status) {
        return Response.status(status).entity("own").build();
    }

    @GET
    @Path("left/{policy}")
    public long left(@PathParam("policy") String policy, @HeaderParam("X-Forwarded-For") String address) {
        return limiter.peek(policy, Key.address(address)).remaining();
    }
}
