package dev.weir.store.memory;

/** No local decision: only the counter can decide. */
public enum NoDecision implements LocalDecision {
    NONE
}
