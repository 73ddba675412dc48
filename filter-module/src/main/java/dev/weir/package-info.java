/**
 * The API of Weir, a rate limiter for Jakarta EE whose counters are shared by all instances of an application.
 *
 * <p>Put {@link dev.weir.RateLimited} on a JAX-RS resource or a CDI bean, or inject {@link dev.weir.RateLimiter}. Limits
 * are configuration: {@code ratelimit.policy.<name>.limit=100/1h}. Of the other packages, {@link dev.weir.core.Limit} and
 * {@link dev.weir.core.Source}, which a {@link dev.weir.Decision} shows, and {@code dev.weir.servlet.RateLimitFilter} are API too.
 */
@NullMarked
package dev.weir;

import org.jspecify.annotations.NullMarked;
