/**
 * The API of Weir, a rate limiter for Jakarta EE whose counters are shared by all instances of an application.
 *
 * <p>Put {@link dev.weir.RateLimited} on a JAX-RS resource or a CDI bean, or inject {@link dev.weir.RateLimiter}.
 * Limits are configuration: {@code ratelimit.policy.<name>.limit=100/1h}. Of the other packages, only
 * {@code dev.weir.servlet.RateLimitFilter} is API.
 */
@NullMarked
package dev.weir;

import org.jspecify.annotations.NullMarked;
