package dev.weir.example;

import dev.weir.RateLimited;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An ordinary CDI bean: its limit applies to all callers, not only to JAX-RS. Safe for use by many threads. */
@ApplicationScoped
public class QuoteService {

    private static final List<String> QUOTES = List.of(
            "A weir does not stop the river, it keeps it at a level.",
            "Still waters have a policy.",
            "What is held back today turns the mill tomorrow.");

    private final AtomicInteger calls = new AtomicInteger();

    /**
     * Returns the next quote, three times per second; the policy is named after the method, {@code quote-service-next}.
     */
    @RateLimited(limit = "3/1s")
    public String next() {
        return QUOTES.get(Math.floorMod(calls.getAndIncrement(), QUOTES.size()));
    }
}
