package dev.weir.it.conformance.microprofile;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Calls beans with fault tolerance. */
@Path("microprofile")
@RequestScoped
public class GuardedResource {

    @Inject
    private Guarded guarded;

    @GET
    @Path("{call}")
    public String call(@PathParam("call") String call) throws Exception {
        return switch (call) {
            case "tries" -> String.valueOf(guarded.tries());
            case "retry" -> guarded.retriedItself();
            case "retry-around" -> guarded.retriedAround();
            case "retry-abort" -> guarded.retriedButNotRefusals();
            case "breaker" -> guarded.breakerItself();
            case "breaker-around" -> guarded.breakerAround();
            case "breaker-skip" -> guarded.breakerButNotForRefusals();
            case "fallback" -> guarded.fallbackItself();
            case "fallback-around" -> guarded.fallbackAround();
            case "fallback-skip" -> guarded.fallbackButNotForRefusals();
            case "timeout-around" -> guarded.timeoutAround();
            case "asynchronous" ->
                guarded.asynchronousItself().toCompletableFuture().get();
            case "asynchronous-around" -> guarded.asynchronousAround().get();
            default -> throw new UnsupportedOperationException(call);
        };
    }
}
