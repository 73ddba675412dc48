package dev.weir.runtime;

import dev.weir.config.PolicySettings;
import java.util.List;
import java.util.Optional;

/**
 * A policy, the origin of its limits, and where it applies. Immutable.
 *
 * @param origin where its limits are written
 * @param place the annotation or filter that says them, {@code com.example.Reports.list}; empty if none does
 * @param appliesAt the patterns, annotations and filters by which requests and calls are subject to it
 */
public record PolicyDescription(
        PolicySettings settings, Origin origin, Optional<String> place, List<String> appliesAt) {

    /** Where the limits of a policy are written. */
    public enum Origin {
        /** Nowhere: the policy is built in. */
        DEFAULT,
        /** In a property. */
        PROPERTY,
        /** In an annotation. */
        ANNOTATION,
        /** In the init-params of a filter. */
        FILTER
    }

    public PolicyDescription {
        appliesAt = List.copyOf(appliesAt);
    }
}
