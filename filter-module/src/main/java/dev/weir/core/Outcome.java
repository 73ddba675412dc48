package dev.weir.core;

/**
 * The result of one change: the state to store, and what was decided. Immutable.
 *
 * @param state the new state; of the same version as before if there is nothing to store
 * @param verdict what was decided
 */
public record Outcome(State state, Verdict verdict) {}
