package dev.weir.example;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** An example of work that takes long: as many exports as a caller likes, but not more than three at once. */
@Path("export")
public class ExportResource {

    private static final Executor IN_A_WHILE = CompletableFuture.delayedExecutor(1_500, TimeUnit.MILLISECONDS);

    /** Returns an export, later; its slot is free again when the response has ended. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RateLimited(value = "export", concurrency = 3)
    public CompletionStage<Message> export() {
        return CompletableFuture.supplyAsync(() -> new Message("the export is ready"), IN_A_WHILE);
    }
}
