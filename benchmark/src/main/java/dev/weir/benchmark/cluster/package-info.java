/** B2, B3, B4, B6 and B8: members of a cluster in JVMs of their own, that the benchmark starts and asks. */
@NullMarked
package dev.weir.benchmark.cluster;

import org.jspecify.annotations.NullMarked;

