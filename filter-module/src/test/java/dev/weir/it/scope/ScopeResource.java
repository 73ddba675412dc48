package dev.weir.it.scope;

import dev.weir.RateLimited;
import dev.weir.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Scopes that annotations name. */
@Path("scope")
public class ScopeResource {

    @GET
    @Path("bare")
    @RateLimited
    public String bare() {
        return "bare";
    }

    @GET
    @Path("user")
    @RateLimited(value = "annotated-user", limit = "1/1h", scope = Scope.USER)
    public String user() {
        return "user";
    }

    @POST
    @Path("login")
    @RateLimited(scope = Scope.LOGIN)
    public String login() {
        return "login";
    }

    @GET
    @Path("key")
    @RateLimited(limit = "1/1h", key = ColourResolver.class)
    public String key() {
        return "key";
    }
}
