/** {@link dev.weir.outbound.Throttled} and the injected {@link dev.weir.outbound.Throttle}. */
@NullMarked
package dev.weir.outbound.cdi;

import org.jspecify.annotations.NullMarked;
