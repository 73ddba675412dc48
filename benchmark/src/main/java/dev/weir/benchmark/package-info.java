/** Weir beside its peers: one benchmark a class, run by {@link dev.weir.benchmark.BenchmarkMain}. */
@NullMarked
package dev.weir.benchmark;

import org.jspecify.annotations.NullMarked;

