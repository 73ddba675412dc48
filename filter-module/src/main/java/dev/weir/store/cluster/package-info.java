/**
 * Counters that the cluster shares: attempts and their deadline, the local fallback, settlement, recovery after a
 * split, a circuit breaker per member, and persistence in a database.
 */
@NullMarked
package dev.weir.store.cluster;

import org.jspecify.annotations.NullMarked;
