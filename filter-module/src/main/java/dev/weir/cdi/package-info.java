/**
 * Weir in CDI: finds annotated sites, stops an invalid deployment, intercepts beans, and provides
 * {@link dev.weir.RateLimiter}.
 */
@NullMarked
package dev.weir.cdi;

import org.jspecify.annotations.NullMarked;
