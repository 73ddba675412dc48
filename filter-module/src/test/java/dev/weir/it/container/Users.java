package dev.weir.it.container;

import static jakarta.security.enterprise.identitystore.CredentialValidationResult.INVALID_RESULT;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Everybody is a user, whose password is the name with {@code -secret} behind it. */
@ApplicationScoped
@BasicAuthenticationMechanismDefinition(realmName = "container")
public class Users implements IdentityStore {

    /** How often a password was checked. */
    static final AtomicInteger ASKED = new AtomicInteger();

    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        ASKED.incrementAndGet();
        String name = credential.getCaller();
        return credential.compareTo(name, name + "-secret")
                ? new CredentialValidationResult(name, Set.of("user", name))
                : INVALID_RESULT;
    }
}
