package dev.weir.it.conformance.concurrent;

import dev.weir.RateLimited;
import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Methods that run on another thread. */
@ApplicationScoped
public class Tasks {

    @Asynchronous
    @RateLimited(limit = "1/1h")
    public CompletionStage<String> stage() {
        return CompletableFuture.completedFuture(
                "stage on " + Thread.currentThread().getName());
    }

    @RateLimited(limit = "1/1h")
    public String task() {
        return "task";
    }
}
