package dev.weir;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a {@code DataSource} injected whose statements are watched. It delegates to the one with that JNDI name, which
 * {@code ratelimit.monitor.datasource} has to list. In CDI it is a qualifier.
 *
 * <pre>
 * &#64;Inject
 * &#64;Monitored("java:app/jdbc/orders")
 * DataSource orders;
 * </pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
public @interface Monitored {

    /** The JNDI name; without one, the first that the property lists. */
    String value() default "";
}
