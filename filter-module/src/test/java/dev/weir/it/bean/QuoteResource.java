package dev.weir.it.bean;

import dev.weir.RateLimitExceededException;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Resources without limits above a bean that has some. */
@Path("quote")
@RequestScoped
public class QuoteResource {

    @Inject
    private QuoteService service;

    @Resource
    private ManagedExecutorService executor;

    @GET
    @Path("{call}")
    public String call(@PathParam("call") String call) {
        return switch (call) {
            case "quote" -> service.quote();
            case "both" -> service.both();
            case "wide" -> service.wide();
            case "first" -> service.first();
            case "second" -> service.second();
            default -> throw new UnsupportedOperationException(call);
        };
    }

    /** An application that goes on without what was refused. */
    @GET
    @Path("or-else")
    public String orElse() {
        try {
            return service.quote();
        } catch (RateLimitExceededException e) {
            return "without: " + e.decision().policy();
        }
    }

    /** An application that wraps what it does not expect. */
    @GET
    @Path("wrapped")
    public String wrapped() {
        try {
            return service.quote();
        } catch (RateLimitExceededException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A call that no request causes. */
    @GET
    @Path("background")
    public String background() {
        try {
            return CompletableFuture.supplyAsync(service::quote, executor).join();
        } catch (CompletionException e) {
            return "refused: " + e.getCause().getClass().getSimpleName();
        }
    }
}
