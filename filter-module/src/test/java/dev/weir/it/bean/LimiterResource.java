package dev.weir.it.bean;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.RateLimitExceededException;
import dev.weir.RateLimiter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** Takes permits by hand. */
@Path("limiter")
@RequestScoped
public class LimiterResource {

    @Inject
    private RateLimiter limiter;

    @QueryParam("policy")
    @DefaultValue("by-hand")
    private String policy;

    @QueryParam("key")
    private String key;

    @QueryParam("permits")
    @DefaultValue("1")
    private long permits;

    @GET
    @Path("acquire")
    public String acquire() {
        return text(limiter.acquire(policy, Key.of(key), permits));
    }

    @GET
    @Path("peek")
    public String peek() {
        return text(limiter.peek(policy, Key.of(key)));
    }

    @GET
    @Path("reset")
    public String reset() {
        limiter.reset(policy, Key.of(key));
        return "reset";
    }

    @GET
    @Path("acquire-or-throw")
    public String acquireOrThrow() {
        Decision decision = limiter.acquire(policy, Key.of(key), permits);
        if (!decision.allowed()) {
            throw new RateLimitExceededException(decision);
        }
        return text(decision);
    }

    private static String text(Decision decision) {
        return decision.policy() + (decision.allowed() ? " allowed " : " refused ") + decision.remaining();
    }
}
