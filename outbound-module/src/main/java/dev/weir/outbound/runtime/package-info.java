/** Composes what the calls of one application need, and connects it to {@link dev.weir.spi}. */
@NullMarked
package dev.weir.outbound.runtime;

import org.jspecify.annotations.NullMarked;
