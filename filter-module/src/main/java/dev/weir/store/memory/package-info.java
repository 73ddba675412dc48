/**
 * What one instance decides without the grid: local counters, leases, denials, debts, shares, and the prediction of
 * usage. Does not know {@code store.grid}.
 */
@NullMarked
package dev.weir.store.memory;

import org.jspecify.annotations.NullMarked;
