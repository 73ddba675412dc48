package dev.weir.it.life;

import dev.weir.RateLimited;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

@Path("steps")
public class StepsResource {

    @Inject
    private StepsService service;

    @GET
    @Path("resource")
    @RateLimited("steps")
    public String resource() {
        return "resource";
    }

    @GET
    @Path("bean")
    public String bean() {
        return service.limited();
    }

    @GET
    @Path("code")
    public String code() {
        return service.counted();
    }
}
