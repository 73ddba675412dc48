package dev.weir.cdi;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Binds the interceptor to the methods that {@link WeirExtension} selected. {@code RateLimited} is not an interceptor
 * binding itself, for two reasons: on a resource method JAX-RS refuses, and a plain servlet container must be able to
 * load the annotation without CDI.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@interface LimitedCall {

    /** The only value of this annotation. */
    final class Literal extends AnnotationLiteral<LimitedCall> implements LimitedCall {

        static final Literal INSTANCE = new Literal();
        private static final long serialVersionUID = 1L;
    }
}
