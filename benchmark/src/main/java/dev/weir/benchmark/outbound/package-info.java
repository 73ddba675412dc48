/** O1: calls to a service that accepts 20 in any second, from two JVMs. */
@NullMarked
package dev.weir.benchmark.outbound;

import org.jspecify.annotations.NullMarked;
