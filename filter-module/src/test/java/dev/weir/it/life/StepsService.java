package dev.weir.it.life;

import dev.weir.Key;
import dev.weir.RateLimited;
import dev.weir.RateLimiter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

@ApplicationScoped
public class StepsService {

    @Inject
    private RateLimiter limiter;

    @RateLimited(limit = "1000/1h")
    public String limited() {
        return "bean";
    }

    /** A permit of everybody's, and how the decision describes itself. */
    public String counted() {
        return limiter.acquire("steps", Key.global()) + " "
                + limiter.peek("steps", Key.global()).remaining();
    }
}
