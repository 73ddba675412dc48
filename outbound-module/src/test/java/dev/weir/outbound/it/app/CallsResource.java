package dev.weir.outbound.it.app;

import dev.weir.outbound.Throttle;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes calls by any of the {@link Ways}. */
@ApplicationScoped
@Path("calls")
public class CallsResource {

    @Inject
    private Ways ways;

    @Inject
    private Throttle throttle;

    @Inject
    private Observed observed;

    @Resource
    private ManagedThreadFactory threads;

    /** Makes so many calls at once; answers when all have ended, a line for each. */
    @GET
    @Path("{way}")
    public String calls(@PathParam("way") String way, @QueryParam("count") int count) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(count, threads);
        try {
            List<Callable<String>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String id = way + '-' + i;
                tasks.add(() -> outcome(way, id));
            }
            List<String> lines = new ArrayList<>();
            for (Future<String> each : executor.invokeAll(tasks)) {
                lines.add(each.get());
            }
            return String.join("\n", lines);
        } finally {
            executor.shutdown();
        }
    }

    private String outcome(String way, String id) {
        try {
            return ways.call(way, id);
        } catch (WebApplicationException e) {
            return e.getResponse().getStatus() + " " + e.getResponse().readEntity(String.class);
        } catch (Exception e) {
            String cause =
                    e.getCause() == null ? "" : " by " + e.getCause().getClass().getSimpleName();
            return e.getClass().getSimpleName() + cause + ": " + e.getMessage();
        }
    }

    @POST
    @Path("{policy}/pause")
    public void pause(@PathParam("policy") String policy, @QueryParam("millis") long millis) {
        throttle.pause(policy, Duration.ofMillis(millis));
    }

    /** Events so far, a line for each: type and policy. */
    @GET
    @Path("events")
    public String events() {
        return String.join("\n", observed.events());
    }

    /** The number of attempts that were counted. */
    @GET
    @Path("{policy}/count")
    public long count(@PathParam("policy") String policy) {
        return throttle.statistics(policy).calls();
    }
}
