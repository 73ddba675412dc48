package dev.weir.it.storm;

import dev.weir.RateLimited;
import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Beans of which few may work at once. */
@ApplicationScoped
@RateLimited(value = "bean", concurrency = 3)
public class Work {

    private final Executor threads = Executors.newFixedThreadPool(8, task -> {
        Thread thread = new Thread(task, "work");
        thread.setDaemon(true);
        return thread;
    });

    public String now() {
        Runnable leave = Inside.BEAN.enter();
        try {
            Inside.work();
            return "now";
        } finally {
            leave.run();
        }
    }

    public String failing() {
        Runnable leave = Inside.BEAN.enter();
        try {
            throw new IllegalStateException("of the test");
        } finally {
            leave.run();
        }
    }

    public CompletionStage<String> later() {
        Runnable leave = Inside.BEAN.enter();
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        Inside.work();
                        return "later";
                    } finally {
                        leave.run();
                    }
                },
                threads);
    }

    @Asynchronous
    public CompletableFuture<String> elsewhere() {
        return Asynchronous.Result.complete(now());
    }
}
