/**
 * Where counters live: in this instance's memory, or in a cache that the cluster shares.
 *
 * <p>{@link dev.weir.store.CounterStore} is all that the rest of Weir sees. {@link dev.weir.store.HazelcastGrid} is the
 * only class of Weir that knows Hazelcast.
 */
@NullMarked
package dev.weir.store;

import org.jspecify.annotations.NullMarked;
