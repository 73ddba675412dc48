package dev.weir.example;

import dev.weir.Key;
import dev.weir.RateLimitExceededException;
import dev.weir.RateLimiter;
import dev.weir.Reservation;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Answers as of a language model, which cost tokens; how many, is known only when an answer is complete. So as many as
 * it may take are reserved first, and settled then.
 */
@Path("answers")
@RequestScoped
public class AnswersResource {

    private static final long MOST_TOKENS = 500;
    private static final Executor MODEL = CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

    @Inject
    private RateLimiter limiter;

    /** Returns an answer, later; refused if the caller's tokens of this minute could not pay for a long one. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public CompletionStage<Message> answer(@Context SecurityContext security) {
        var caller = security.getUserPrincipal();
        var key = caller == null ? Key.global() : Key.user(caller.getName());
        var hold = limiter.reserve("tokens", key, MOST_TOKENS);
        if (!hold.allowed()) {
            throw new RateLimitExceededException(hold.refusal().orElseThrow());
        }
        return CompletableFuture.supplyAsync(() -> settle(hold), MODEL);
    }

    private static Message settle(Reservation hold) {
        try (hold) {
            var tokens = ThreadLocalRandom.current().nextLong(80, 200);
            hold.settle(tokens);
            return new Message("took " + tokens + " of " + MOST_TOKENS + " tokens, the rest is free again");
        }
    }
}
