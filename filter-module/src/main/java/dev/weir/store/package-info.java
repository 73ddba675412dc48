/**
 * Where counters live: the port that the rest of Weir uses. {@link dev.weir.store.CounterStore} applies changes to
 * counters; {@code store.memory} implements it on one instance, {@code store.cluster} over a grid that all instances
 * share.
 */
@NullMarked
package dev.weir.store;

import org.jspecify.annotations.NullMarked;
