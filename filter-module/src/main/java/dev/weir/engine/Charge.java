package dev.weir.engine;

import dev.weir.Key;
import dev.weir.core.Policy;

/**
 * What a request is to be charged under one policy. Immutable.
 *
 * @param permits 1 or more
 */
public record Charge(Policy policy, Key key, long permits) {}
