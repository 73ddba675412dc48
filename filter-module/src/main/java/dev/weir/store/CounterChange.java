package dev.weir.store;

import dev.weir.core.Change;

/**
 * A change and the counter that it is for. Immutable.
 *
 * @param id the counter
 * @param change what is to be done
 */
public record CounterChange(CounterId id, Change change) {}
