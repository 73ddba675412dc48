package dev.weir.http;

import dev.weir.config.PolicySettings;

/**
 * A policy that applies at a site, and the cost of a call there. Immutable.
 *
 * @param cost permits that a call takes, 1 or more
 */
public record AppliedPolicy(PolicySettings policy, long cost) {}
