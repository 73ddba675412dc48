package dev.weir.it.conformance.concurrent;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Calls beans on other threads. */
@Path("concurrent")
@RequestScoped
public class TasksResource {

    @Inject
    private Tasks tasks;

    @Resource
    private ManagedExecutorService executor;

    @GET
    @Path("asynchronous")
    public CompletionStage<String> asynchronous() {
        return tasks.stage();
    }

    @GET
    @Path("executor")
    public String executor() throws InterruptedException, ExecutionException {
        return executor.submit(tasks::task).get();
    }
}
