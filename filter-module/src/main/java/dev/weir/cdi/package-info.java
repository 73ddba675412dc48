/** Weir in CDI: finds annotated places, stops a wrong deployment, intercepts beans, and offers {@link dev.weir.RateLimiter}. */
@NullMarked
package dev.weir.cdi;

import org.jspecify.annotations.NullMarked;

