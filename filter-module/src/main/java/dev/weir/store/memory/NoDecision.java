package dev.weir.store.memory;

/** Nothing can be decided locally: the counter has to be asked. */
public enum NoDecision implements LocalDecision {
    NONE
}
