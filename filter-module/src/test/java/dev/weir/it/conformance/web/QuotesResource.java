package dev.weir.it.conformance.web;

import dev.weir.RateLimitExceededException;
import dev.weir.RateLimited;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Calls beans of CDI. */
@Path("cdi")
@RequestScoped
public class QuotesResource {

    @Inject
    private Quotes.OfApplication application;

    @Inject
    private Quotes.OfRequest request;

    @Inject
    private Quotes.OfSession session;

    @Inject
    private Quotes.OfConversation conversation;

    @Inject
    private Quotes.OfNobody dependent;

    @Inject
    private Event<Asked> event;

    @Inject
    private Event<Asked.Again> again;

    /** Something that is observed. */
    public static final class Asked {

        /** Something else that is observed. */
        public static final class Again {}
    }

    /** An observer that calls a limited bean, and one that is limited itself. */
    @ApplicationScoped
    public static class Observer {

        @Inject
        private Quotes.OfApplication quotes;

        /** Calls what is limited. */
        public void observe(@Observes Asked asked) {
            quotes.limited();
        }

        /** Is limited. */
        @RateLimited(limit = "1/1h")
        public void observe(@Observes Asked.Again asked) {
            quotes.free();
        }
    }

    @GET
    @Path("{scope}")
    public String call(@PathParam("scope") String scope) {
        return switch (scope) {
            case "free" -> application.free();
            case "application" -> application.limited();
            case "request" -> request.limited();
            case "session" -> session.limited();
            case "conversation" -> conversation.limited();
            case "dependent" -> dependent.limited();
            case "observer" -> {
                event.fire(new Asked());
                yield "observed";
            }
            case "limited-observer" -> {
                again.fire(new Asked.Again());
                yield "observed";
            }
            default -> throw new UnsupportedOperationException(scope);
        };
    }

    /** What wraps a refusal on its way. */
    @GET
    @Path("wrapped/{wrapper}")
    public String wrapped(@PathParam("wrapper") String wrapper) throws Exception {
        try {
            return application.limited();
        } catch (RateLimitExceededException e) {
            throw switch (wrapper) {
                case "runtime" -> new IllegalStateException(e);
                case "completion" -> new CompletionException(e);
                case "execution" -> new ExecutionException(e);
                case "undeclared" -> new UndeclaredThrowableException(e);
                case "web" -> new InternalServerErrorException(e);
                case "web-with-entity" ->
                    new InternalServerErrorException(
                            Response.serverError().entity("sorry").build(), e);
                default -> new UnsupportedOperationException(wrapper);
            };
        }
    }

    @GET
    @Path("stage")
    public CompletionStage<String> stage() {
        try {
            return CompletableFuture.completedFuture(application.limited());
        } catch (RateLimitExceededException e) {
            return CompletableFuture.failedFuture(new CompletionException(e));
        }
    }
}
