package dev.weir.cdi;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Binds the interceptor to methods that {@link WeirExtension} chose. {@code RateLimited} is no interceptor binding itself:
 * on a resource method JAX-RS refuses, and a plain servlet container must be able to load it without CDI.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@interface LimitedCall {

    /** The one value of this annotation. */
    final class Literal extends AnnotationLiteral<LimitedCall> implements LimitedCall {

        static final Literal INSTANCE = new Literal();
        private static final long serialVersionUID = 1L;
    }
}
