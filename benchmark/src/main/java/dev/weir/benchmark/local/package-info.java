/** B1: decisions in one JVM, measured by JMH. */
@NullMarked
package dev.weir.benchmark.local;

import org.jspecify.annotations.NullMarked;
