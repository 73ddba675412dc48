/**
 * The cache that all instances share: JCache in general, Hazelcast in the classes called {@code Hazelcast...}, and the
 * cluster's clock. Does not know {@code store.memory}.
 */
@NullMarked
package dev.weir.store.grid;

import org.jspecify.annotations.NullMarked;
