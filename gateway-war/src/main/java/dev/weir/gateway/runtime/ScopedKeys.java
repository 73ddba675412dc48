package dev.weir.gateway.runtime;

import dev.weir.Key;
import dev.weir.Scope;
import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.budget.PolicyKeys;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The keys of callers, by the scopes of policies. Safe for use by many threads.
 *
 * @param scopes that of a policy, by its name
 */
record ScopedKeys(Function<String, Optional<Scope>> scopes) implements PolicyKeys {

    /** Those that a caller is enough for. */
    static final Set<Scope> POSSIBLE = EnumSet.of(Scope.USER, Scope.CLIENT, Scope.TENANT, Scope.GLOBAL);

    @Override
    public Optional<Key> key(String policy, Caller caller) {
        return scopes.apply(policy).flatMap(scope -> switch (scope) {
            case USER, CLIENT -> Optional.of(Key.user(caller.name()));
            case TENANT -> caller.tenant().map(Key::tenant);
            case GLOBAL -> Optional.of(Key.global());
            // a caller is not anonymous; the others have to do with a connection
            case ANONYMOUS, ADDRESS, LOGIN, SESSION -> Optional.empty();
        });
    }
}
