package dev.weir.cdi;

import dev.weir.http.ContainerLogins;
import dev.weir.runtime.WeirApplications;
import dev.weir.servlet.ContainerLogin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.interceptor.Interceptor;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.Password;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts the passwords that the container has checked, and refuses without asking the application's identity stores.
 * Stands in for the server's handler, which does the checking. Safe for use by many threads.
 */
final class LimitedIdentityStores implements IdentityStoreHandler {

    private final BeanManager beans;
    private volatile @Nullable IdentityStoreHandler checking;

    private LimitedIdentityStores(BeanManager beans) {
        this.beans = beans;
    }

    /** Adds the bean, as an alternative that is selected for all archives. */
    static void add(AfterBeanDiscovery discovery, BeanManager beans) {
        discovery
                .<IdentityStoreHandler>addBean()
                .beanClass(LimitedIdentityStores.class)
                .types(IdentityStoreHandler.class, Object.class)
                .scope(ApplicationScoped.class)
                .alternative(true)
                .priority(Interceptor.Priority.APPLICATION)
                .createWith(context -> new LimitedIdentityStores(beans));
    }

    @Override
    public CredentialValidationResult validate(Credential credential) {
        Optional<ContainerLogins.Login> login =
                credential instanceof UsernamePasswordCredential named ? begin(named) : Optional.empty();
        if (login.isPresent() && !login.get().refusals().isEmpty()) {
            return CredentialValidationResult.INVALID_RESULT;
        }
        boolean valid = false;
        try {
            CredentialValidationResult result = checking().validate(credential);
            valid = result.getStatus() == CredentialValidationResult.Status.VALID;
            return result;
        } finally {
            if (login.isPresent()) {
                login.get().ended(valid);
            }
        }
    }

    private Optional<ContainerLogins.Login> begin(UsernamePasswordCredential credential) {
        @Nullable String username = credential.getCaller();
        if (username == null) {
            return Optional.empty();
        }
        try {
            HttpServletRequest request =
                    beans.createInstance().select(HttpServletRequest.class).get();
            return ContainerLogin.begin(request, username, password(credential), WeirApplications.currentOrStarted());
        } catch (ContextNotActiveException | IllegalStateException e) {
            // a check without a request, for instance of a remote bean: there is no address to count
            return Optional.empty();
        }
    }

    /** Empty if the credential was cleared: no store can check it any more. */
    private static String password(UsernamePasswordCredential credential) {
        @Nullable Password password = credential.getPassword();
        char @Nullable [] value = password == null ? null : password.getValue();
        return value == null ? "" : new String(value);
    }

    /** The handler of the server, or of the application. */
    private IdentityStoreHandler checking() {
        IdentityStoreHandler known = checking;
        if (known == null) {
            Set<Bean<?>> others = beans.getBeans(IdentityStoreHandler.class).stream()
                    .filter(bean -> !bean.getBeanClass().equals(LimitedIdentityStores.class))
                    .collect(Collectors.toSet());
            Bean<?> other = beans.resolve(others);
            known = (IdentityStoreHandler)
                    beans.getReference(other, IdentityStoreHandler.class, beans.createCreationalContext(other));
            checking = known;
        }
        return known;
    }
}
