/**
 * What limits are worth at present: {@link dev.weir.adaptive.Pressure} says it of this instance,
 * {@link dev.weir.adaptive.Suspicion} of a key.
 */
@NullMarked
package dev.weir.adaptive;

import org.jspecify.annotations.NullMarked;
