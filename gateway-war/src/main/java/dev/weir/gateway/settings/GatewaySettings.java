package dev.weir.gateway.settings;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the properties {@code ratelimit.llm.*} say. Immutable.
 *
 * @param models by their identifiers, in their order
 * @param maxBody the most bytes of a request
 * @param keys the file of the API keys
 */
public record GatewaySettings(
        Map<String, ModelSettings> models,
        int maxBody,
        Optional<Path> keys,
        Optional<JwtSettings> jwt,
        AuditSettings audit) {

    public GatewaySettings {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }

    /** The model that clients call {@code name}. */
    public Optional<ModelSettings> named(String name) {
        return models.values().stream()
                .filter(model -> model.names().contains(name))
                .findFirst();
    }
}
