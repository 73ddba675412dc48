/**
 * Limits for calls that an application makes: they wait for a permit instead of being refused, and all instances
 * together never exceed what the other side allows. Begin with {@link dev.weir.outbound.Throttled} or
 * {@link dev.weir.outbound.Throttle}.
 */
@NullMarked
package dev.weir.outbound;

import org.jspecify.annotations.NullMarked;
