package dev.weir.outbound.it.app;

import static jakarta.security.enterprise.identitystore.CredentialValidationResult.INVALID_RESULT;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/** One operator. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "operators")
public class Operators implements IdentityStore {

    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        return credential.compareTo("olga", "olga-secret")
                ? new CredentialValidationResult("olga", Set.of("ratelimit-admin"))
                : INVALID_RESULT;
    }
}
