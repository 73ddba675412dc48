package dev.weir.gateway.auth;

import java.util.Optional;
import java.util.Set;

/**
 * Who sends a request. Immutable.
 *
 * @param name of the principal
 * @param models the identifiers of the models that it may use; empty for all
 * @param roles of the container, such as that of an administrator
 */
public record Caller(
        String name, Optional<String> tenant, Optional<String> tier, Set<String> models, Set<String> roles) {

    public Caller {
        models = Set.copyOf(models);
        roles = Set.copyOf(roles);
    }

    /** Whether it may use the model of this identifier. */
    public boolean mayUse(String model) {
        return models.isEmpty() || models.contains(model);
    }
}
