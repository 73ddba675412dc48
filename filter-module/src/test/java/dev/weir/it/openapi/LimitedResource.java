package dev.weir.it.openapi;

import dev.weir.RateLimited;
import dev.weir.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Operations that an annotation limits, or seems to. */
@Path("limited")
public class LimitedResource {

    @GET
    @RateLimited(limit = "10/1h")
    public String get() {
        return "got";
    }

    @POST
    public String post() {
        return "unlimited";
    }

    @GET
    @Path("{id: [0-9]{1,3}}")
    @RateLimited(limit = "10/1h")
    public String one() {
        return "one";
    }

    @GET
    @Path("documented")
    @RateLimited(limit = "10/1h")
    @APIResponse(responseCode = "429", description = "In the words of the application")
    public String documented() {
        return "documented";
    }

    @GET
    @Path("login")
    @RateLimited(scope = Scope.LOGIN)
    public String login() {
        return "logged in";
    }

    @GET
    @Path("shadow")
    @RateLimited("watched")
    public String shadow() {
        return "watched alone";
    }

    @GET
    @Path("exempt")
    @RateLimited(limit = "10/1h")
    public String exempt() {
        return "exempt";
    }

    @Path("located")
    @RateLimited(limit = "10/1h")
    public OpenResource located() {
        return new OpenResource();
    }
}
