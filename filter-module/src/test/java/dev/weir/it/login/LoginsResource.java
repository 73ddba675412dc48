package dev.weir.it.login;

import dev.weir.LoginSucceeded;
import dev.weir.RateLimited;
import dev.weir.Scope;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Logins whose limits are annotated: who has the password {@code right} is logged in. */
@Path("logins")
@RequestScoped
public class LoginsResource {

    @Inject
    private Event<LoginSucceeded> succeeded;

    @POST
    @Path("form")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_PLAIN)
    @RateLimited(value = "resource", scope = Scope.LOGIN)
    public Response form(@FormParam("username") String username, @FormParam("password") String password) {
        return answer(username, password);
    }

    @POST
    @Path("json")
    @Produces(MediaType.TEXT_PLAIN)
    @RateLimited(value = "json-resource", scope = Scope.LOGIN)
    public Response json(String body) {
        return answer(body, body.contains("right") ? "right" : "wrong");
    }

    /** Always answers 200, as many login pages do. */
    @POST
    @Path("told")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_PLAIN)
    @RateLimited(value = "told", scope = Scope.LOGIN)
    public String told(@FormParam("username") String username, @FormParam("password") String password) {
        if ("right".equals(password)) {
            succeeded.fire(new LoginSucceeded(username));
        }
        return username;
    }

    private static Response answer(String read, String password) {
        return Response.status("right".equals(password) ? 200 : 401)
                .entity(read)
                .build();
    }
}
