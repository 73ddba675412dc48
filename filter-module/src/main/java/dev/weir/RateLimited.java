package dev.weir;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits how often a JAX-RS resource, a method of a bean, or one of a WebSocket endpoint is called.
 *
 * <pre>
 * &#64;RateLimited                                   // the policies "anonymous" and "user", whichever fits the caller
 * &#64;RateLimited("reports")                        // the policy "reports" of the configuration
 * &#64;RateLimited(scope = Scope.LOGIN)              // the policy "login"
 * &#64;RateLimited(limit = "10/1h", block = "5m")    // a policy of its own, named after the place
 * </pre>
 *
 * A JAX-RS resource method is refused with status 429 before its parameters are read. A call of any other CDI bean throws
 * {@link RateLimitExceededException}. When several policies apply, all of them have to pass, and none is charged when one
 * refuses. The annotations of a method replace those of its class. Properties {@code ratelimit.policy.<name>.*} override
 * the attributes. A policy that has no limit, here or in the configuration, stops the deployment.
 *
 * <p>It holds on a class, an interface, or their methods, also for what inherits from them and where type parameters stand
 * between; on a CDI {@code @Stereotype} it holds for each class that bears the stereotype, as if it stood there. What a
 * class or method says itself replaces what it inherits. Resources, sub-resources and their locators need no scope; other
 * classes have to be beans.
 *
 * <p>Where it cannot hold, the deployment stops and the message names the place: on servlets, filters and listeners of the
 * servlet container, JAX-RS applications and providers, REST clients, interceptors, decorators, lifecycle callbacks,
 * private, static and final methods, beans of final classes, annotations that are no stereotypes, and classes that are
 * neither a bean nor a resource. No container sees calls that an object makes of itself, or of an object that the
 * application makes by {@code new} where other objects of the class are beans: these are not limited.
 */
@Documented
@Inherited
@Repeatable(RateLimited.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RateLimited {

    /**
     * The name of the policy, {@code [a-z][a-z0-9-]{0,62}}. Empty: with a {@link #limit} or a {@link #key}, or a {@link #block}
     * but no {@link #scope}, the name of the place ({@code report-resource-list}); with a {@link #scope}, the policy of that
     * name; otherwise {@code anonymous} and {@code user}.
     */
    String value() default "";

    /** Limits as the configuration writes them, {@code 60/1m,1000/1h}; empty: those of the configuration. */
    String limit() default "";

    /** Who is limited; at most one value. Left out: as configured, else {@link Scope#CLIENT}. */
    Scope[] scope() default {};

    /** How many permits one call takes, 1 or more. */
    long cost() default 1;

    /** How long a key stays refused after it exceeded a limit, {@code 15m}; empty: as configured, else not at all. */
    String block() default "";

    /** What makes the key, in place of a scope; at most one class, of a CDI bean. */
    Class<? extends KeyResolver>[] key() default {};

    /** Several of them on one place. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface List {
        RateLimited[] value();
    }
}
