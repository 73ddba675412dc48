package dev.weir.it.limits;

import static jakarta.security.enterprise.identitystore.CredentialValidationResult.INVALID_RESULT;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/**
 * Knows everybody whose password is the name and {@code -secret}. Who is called {@code basic@...} or
 * {@code basic-2@...} has the role {@code tier-basic}, which nothing declares: the samples must work without.
 */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "weir")
public class Customers implements IdentityStore {

    /** Found by {@link IdentityStore} through its name. */
    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        String name = credential.getCaller();
        return credential.compareTo(name, name + "-secret")
                ? new CredentialValidationResult(name, Set.of("tier-" + name.split("[-@]", 2)[0]))
                : INVALID_RESULT;
    }
}
