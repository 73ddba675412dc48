package dev.weir.example;

import static jakarta.security.enterprise.identitystore.CredentialValidationResult.INVALID_RESULT;

import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Map;
import java.util.Set;

/**
 * The users of the example, who may log in by HTTP Basic.
 *
 * <p>No request has to be authenticated: without credentials, or with invalid ones, the caller is anonymous.
 */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "weir")
@DeclareRoles({"user", "customer", "ratelimit-admin"})
public class InMemoryIdentityStore implements IdentityStore {

    private record User(String password, Set<String> roles) {}

    private static final Map<String, User> USERS = Map.of(
            "alice", new User("alice-secret", Set.of("user")),
            "bob", new User("bob-secret", Set.of("user")),
            "admin", new User("admin-secret", Set.of("user", "ratelimit-admin")),
            // behind the @ stands the customer, which is the tenant; the first two belong to the same one
            "ann@kiosk.example", new User("ann-secret", Set.of("customer")),
            "ben@kiosk.example", new User("ben-secret", Set.of("customer")),
            "cleo@bakery.example", new User("cleo-secret", Set.of("customer")),
            "dan@market.example", new User("dan-secret", Set.of("customer")),
            "eva@harbour.example", new User("eva-secret", Set.of("customer")));

    /**
     * Returns the caller with the roles, or {@code INVALID_RESULT}; {@link IdentityStore} finds the method by its name.
     */
    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        var name = credential.getCaller();
        var user = USERS.get(name);
        return user != null && credential.compareTo(name, user.password())
                ? new CredentialValidationResult(name, user.roles())
                : INVALID_RESULT;
    }
}
