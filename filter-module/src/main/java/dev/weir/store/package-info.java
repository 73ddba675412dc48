/**
 * Where counters live: in this instance's memory, or in a cache that the cluster shares.
 *
 * <p>{@link dev.weir.store.CounterStore} is all that the rest of Weir sees. {@link dev.weir.store.grid.HazelcastGrid} and
 * {@link dev.weir.store.grid.HazelcastSetup} are the only classes of Weir that know Hazelcast, {@link
 * dev.weir.store.cluster.Persistence} the only one that knows of a database.
 */
@NullMarked
package dev.weir.store;

import org.jspecify.annotations.NullMarked;
