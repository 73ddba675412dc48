/**
 * B2, B3, B4, B6, B8, B9 and O1: members of a cluster in JVMs of their own, which the benchmark starts and controls.
 */
@NullMarked
package dev.weir.benchmark.cluster;

import org.jspecify.annotations.NullMarked;
