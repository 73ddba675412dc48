package dev.weir.outbound;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes calls of a bean, or of a MicroProfile Rest Client interface, wait until the policy has a permit for them.
 *
 * <pre>
 * &#64;ApplicationScoped
 * public class Prices {
 *     &#64;Throttled("kis")
 *     public Price of(String symbol) { ... }       // 20 a second over all instances, as the policy "kis" says
 * }
 * </pre>
 *
 * The policy is an ordinary one, {@code ratelimit.policy.kis.limit=20/1s}; how its calls wait and are repeated is
 * said by {@code ratelimit.throttle.kis.*}. A call that cannot have its permit in time throws
 * {@link ThrottleTimeoutException} or {@link ThrottleQueueFullException}; one that the other side goes on refusing
 * throws {@link RemoteLimitException}. A
 * method that returns a {@link java.util.concurrent.CompletionStage} waits without a thread, and its stage completes
 * with these exceptions. On a method the annotation replaces that of its class. A name without a policy stops the
 * deployment.
 *
 * <p>The interceptor has priority 4100, so that it is inside those of MicroProfile Fault Tolerance: every retry of
 * {@code @Retry} takes a permit of its own.
 */
@Documented
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Throttled {

    /** The names of the policies, one or more: a call waits until all have the permits, and takes all or none. */
    @Nonbinding
    String[] value();

    /** The number of permits that one call takes of each policy, 1 or more. */
    @Nonbinding
    long permits() default 1;

    /** The longest wait, {@code 5s}; if empty, {@code ratelimit.throttle.<policy>.max-wait}. */
    @Nonbinding
    String maxWait() default "";

    /** Calls of a higher priority go first; those of one priority in the order in which they came. */
    @Nonbinding
    int priority() default 0;

    /** Whether a call that the other side refused, or that failed, is repeated as the policy says. */
    @Nonbinding
    boolean retry() default true;
}
