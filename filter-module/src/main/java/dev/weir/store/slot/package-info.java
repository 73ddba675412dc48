/**
 * Slots that the cluster shares: how many requests of one key are in progress at once, over all instances. Knows the
 * grid, and no counters.
 */
@NullMarked
package dev.weir.store.slot;

import org.jspecify.annotations.NullMarked;
