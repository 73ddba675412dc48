package dev.weir.example;

import static jakarta.security.enterprise.identitystore.CredentialValidationResult.Status.VALID;

import dev.weir.RateLimited;
import dev.weir.Scope;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Checks a name and a password, at most five times per minute: the limit makes guessing passwords impractical. */
@Path("login")
@RequestScoped
public class LoginResource {

    @Inject
    private IdentityStoreHandler identityStores;

    /** Returns 200 or 401. The 401 has no {@code WWW-Authenticate}, for which a browser would open its own dialog. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.APPLICATION_JSON)
    @RateLimited(scope = Scope.LOGIN)
    public Response login(
            @FormParam("username") @DefaultValue("") String username,
            @FormParam("password") @DefaultValue("") String password) {
        var result = identityStores.validate(new UsernamePasswordCredential(username, password));
        return result.getStatus() == VALID
                ? Response.ok(new Message("welcome, " + username)).build()
                : Response.status(Response.Status.UNAUTHORIZED)
                        .entity(new Message("wrong name or password"))
                        .build();
    }
}
