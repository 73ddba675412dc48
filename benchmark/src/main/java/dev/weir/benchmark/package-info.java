/** Comparison of Weir with its peers: one class per benchmark, run by {@link dev.weir.benchmark.BenchmarkMain}. */
@NullMarked
package dev.weir.benchmark;

import org.jspecify.annotations.NullMarked;
