/**
 * Where counters live: in this instance's memory, or in a cache that the cluster shares.
 *
 * <p>{@link dev.weir.store.CounterStore} is all that the rest of Weir sees. {@link dev.weir.store.HazelcastGrid} and
 * {@link dev.weir.store.HazelcastSetup} are the only classes of Weir that know Hazelcast, {@link
 * dev.weir.store.Persistence} the only one that knows of a database.
 */
@NullMarked
package dev.weir.store;

import org.jspecify.annotations.NullMarked;
