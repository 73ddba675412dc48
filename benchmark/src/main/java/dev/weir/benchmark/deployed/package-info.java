/** What B5 deploys beside the example, on the members under load. */
@NullMarked
package dev.weir.benchmark.deployed;

import org.jspecify.annotations.NullMarked;
