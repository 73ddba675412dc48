package dev.weir.cdi;

import dev.weir.Key;
import dev.weir.LimitControl;
import dev.weir.LimitOverride;
import dev.weir.runtime.WeirApplications;
import jakarta.enterprise.inject.spi.BeanManager;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The control that beans inject: it delegates to the control of the application that the calling thread works for, in
 * the name of the caller's principal. Safe for use by many threads.
 */
final class CurrentControl implements LimitControl {

    /** The names that servers give to a caller who is not authenticated: Payara, WildFly, Open Liberty. */
    private static final Set<String> NOT_AUTHENTICATED = Set.of("", "ANONYMOUS", "anonymous", "UNAUTHENTICATED");

    private final Supplier<Optional<String>> caller;

    CurrentControl(BeanManager beans) {
        this(() -> principal(beans));
    }

    private CurrentControl(Supplier<Optional<String>> caller) {
        this.caller = caller;
    }

    private static Optional<String> principal(BeanManager beans) {
        try {
            Principal caller = beans.createInstance().select(Principal.class).get();
            return Optional.ofNullable(caller.getName()).filter(name -> !NOT_AUTHENTICATED.contains(name));
        } catch (RuntimeException e) {
            // no request, or no caller is authenticated
            return Optional.empty();
        }
    }

    private LimitControl control() {
        LimitControl control = WeirApplications.currentOrStarted().control();
        return caller.get().map(control::as).orElse(control);
    }

    @Override
    public LimitControl as(String who) {
        return new CurrentControl(() -> Optional.of(who));
    }

    @Override
    public void limit(String policy, Key key, String limit, @Nullable Duration duration, String reason) {
        control().limit(policy, key, limit, duration, reason);
    }

    @Override
    public void limit(String policy, String limit, @Nullable Duration duration, String reason) {
        control().limit(policy, limit, duration, reason);
    }

    @Override
    public void tier(String policy, Key key, String tier, @Nullable Duration duration, String reason) {
        control().tier(policy, key, tier, duration, reason);
    }

    @Override
    public void block(String policy, Key key, @Nullable Duration duration, String reason) {
        control().block(policy, key, duration, reason);
    }

    @Override
    public void unblock(String policy, Key key) {
        control().unblock(policy, key);
    }

    @Override
    public void reset(String policy, Key key) {
        control().reset(policy, key);
    }

    @Override
    public List<LimitOverride> overrides() {
        return control().overrides();
    }

    @Override
    public boolean remove(LimitOverride override) {
        return control().remove(override);
    }
}
