package dev.weir.core;

/**
 * The result of one change: the state to store, and the verdict. Immutable.
 *
 * @param state the new state; it has the same version as before if there is nothing to store
 * @param verdict the decision
 */
public record Outcome(State state, Verdict verdict) {}
