package dev.weir.it.scope;

import static jakarta.security.enterprise.identitystore.CredentialValidationResult.INVALID_RESULT;

import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/** Knows everybody whose password is the name and {@code -secret}; {@code guardian} alone has a role. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "weir")
@DeclareRoles("staff")
public class Users implements IdentityStore {

    /** Found by {@link IdentityStore} through its name. */
    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        String name = credential.getCaller();
        return credential.compareTo(name, name + "-secret")
                ? new CredentialValidationResult(name, name.equals("guardian") ? Set.of("staff") : Set.of())
                : INVALID_RESULT;
    }
}
