package dev.weir;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits how often a JAX-RS resource, a method of a bean, or a method of a WebSocket endpoint is called.
 *
 * <pre>
 * &#64;RateLimited                                   // the policies "anonymous" and "user", whichever fits the caller
 * &#64;RateLimited("reports")                        // the policy "reports" of the configuration
 * &#64;RateLimited(scope = Scope.LOGIN)              // the policy "login"
 * &#64;RateLimited(limit = "10/1h", block = "5m")    // a policy of its own, named after the method
 * </pre>
 *
 * A JAX-RS resource method is refused with status 429 before its parameters are read. A refused call of any other CDI
 * bean throws {@link RateLimitExceededException}. When several policies apply, all of them have to admit the call; if
 * one refuses, none is charged. The annotations of a method replace those of its class. Properties
 * {@code ratelimit.policy.<name>.*} override the attributes. A policy without a limit and without a concurrency,
 * here and in the configuration, stops the deployment.
 *
 * <p>The annotation applies to a class, an interface, or their methods. It is inherited by subtypes, also where type
 * parameters differ between supertype and subtype. On a CDI {@code @Stereotype} it applies to each class that has the
 * stereotype. An annotation on the class or method itself replaces an inherited one. Resources, sub-resources and their
 * locators need no scope; other classes have to be beans.
 *
 * <p>Where the annotation can have no effect, the deployment stops and the message names the site: on servlets, filters
 * and listeners of the servlet container, JAX-RS applications and providers, REST clients, interceptors, decorators,
 * lifecycle callbacks, private, static and final methods, beans of final classes, annotations that are no stereotypes,
 * and classes that are neither a bean nor a resource. No container intercepts calls of an object to its own methods,
 * nor calls of an object that the application creates by {@code new} where other objects of the class are beans: these
 * are not limited.
 */
@Documented
@Inherited
@Repeatable(RateLimited.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RateLimited {

    /**
     * The name of the policy, {@code [a-z][a-z0-9-]{0,62}}. If empty: with a {@link #limit}, a {@link #concurrency} or
     * a {@link #key}, or a {@link #block} without a {@link #scope}, the name of the annotated class or method
     * ({@code report-resource-list}); with a {@link #scope}, the policy of that name; otherwise {@code anonymous} and
     * {@code user}.
     */
    String value() default "";

    /** The limits in the syntax of the configuration, {@code 60/1m,1000/1h}; if empty, those of the configuration. */
    String limit() default "";

    /** The scope of the limit; at most one value. Without a value: as configured, else {@link Scope#CLIENT}. */
    Scope[] scope() default {};

    /** The number of permits that one call takes, 1 or more. */
    long cost() default 1;

    /**
     * How many calls of one key may be in progress at once, over all instances, 1 to 1,000,000: requests until their
     * responses have ended, other calls until the method has returned, or what it returned is complete. 0: as
     * configured, else any number. Needs no {@link #limit} beside it.
     */
    int concurrency() default 0;

    /**
     * Which responses count: {@code all}, {@code failures} (status 400 and above) or {@code successes}. What a request
     * took is given back when its response ends and does not count. If empty, as configured, else {@code all}.
     */
    String count() default "";

    /**
     * The time for which a key is refused after it exceeded a limit, {@code 15m}; if empty, as configured, else no
     * block.
     */
    String block() default "";

    /** The resolver that makes the key, in place of a scope; at most one class, of a CDI bean. */
    Class<? extends KeyResolver>[] key() default {};

    /** Several {@link RateLimited} annotations on one class or method. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface List {
        RateLimited[] value();
    }
}
