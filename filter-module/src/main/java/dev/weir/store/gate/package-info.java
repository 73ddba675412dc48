/**
 * One counter's way to the grid: {@link dev.weir.store.gate.Gate}, its state, its operations, and the compare-and-swap
 * loop. What a gate has to settle with the grid is kept here too.
 */
@NullMarked
package dev.weir.store.gate;

import org.jspecify.annotations.NullMarked;
