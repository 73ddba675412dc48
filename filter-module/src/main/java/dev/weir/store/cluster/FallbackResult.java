package dev.weir.store.cluster;

import dev.weir.store.StoreResult;
import dev.weir.store.memory.Debt;

/**
 * What the fallback decided, and has to be settled with the cluster. Immutable.
 *
 * @param owed what was admitted or blocked: nothing of what {@code open} lets through
 * @param refunded how many permits were given back
 */
record FallbackResult(StoreResult result, Debt owed, long refunded) {}
