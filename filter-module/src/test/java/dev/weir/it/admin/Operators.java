package dev.weir.it.admin;

import static jakarta.security.enterprise.identitystore.CredentialValidationResult.INVALID_RESULT;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/** Everybody is a user, whose password is the name with {@code -secret} behind it; two of them have roles. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "operators")
public class Operators implements IdentityStore {

    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        String name = credential.getCaller();
        String role = name.startsWith("root") ? "ratelimit-admin" : name.startsWith("vera") ? "viewer" : "customer";
        return credential.compareTo(name, name + "-secret")
                ? new CredentialValidationResult(name, Set.of(role))
                : INVALID_RESULT;
    }
}
