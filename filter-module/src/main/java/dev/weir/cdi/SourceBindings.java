package dev.weir.cdi;

import dev.weir.KeyResolver;
import dev.weir.RateLimited;
import dev.weir.Scope;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.enterprise.util.Nonbinding;
import java.lang.annotation.Annotation;

/**
 * Interceptor bindings in the source of a class, for containers that instantiate the class as it is written and ignore
 * bindings that an extension adds. The bindings are {@code @RateLimited} together with the annotation that declares the
 * kind of the class.
 */
final class SourceBindings {

    private SourceBindings() {}

    /**
     * Binds {@code once} to limited methods of classes that have the annotation {@code kind}, and {@code repeatedly} to
     * those with several limits.
     */
    static void add(BeforeBeanDiscovery discovery, Annotation kind, Class<?> once, Class<?> repeatedly) {
        binding(discovery, kind.annotationType());
        binding(discovery, RateLimited.class);
        binding(discovery, RateLimited.List.class);
        discovery.addAnnotatedType(once, once.getName()).add(kind).add(new Limited());
        discovery.addAnnotatedType(repeatedly, repeatedly.getName()).add(kind).add(new LimitedRepeatedly());
    }

    /** Registers an annotation as a binding; the values of its members are ignored. */
    private static void binding(BeforeBeanDiscovery discovery, Class<? extends Annotation> type) {
        discovery
                .configureInterceptorBinding(type)
                .methods()
                .forEach(member -> member.add(Nonbinding.Literal.INSTANCE));
    }

    @SuppressWarnings("ClassExplicitlyAnnotation")
    static final class Limited extends AnnotationLiteral<RateLimited> implements RateLimited {

        private static final long serialVersionUID = 1L;

        @Override
        public String value() {
            return "";
        }

        @Override
        public String limit() {
            return "";
        }

        @Override
        public Scope[] scope() {
            return new Scope[0];
        }

        @Override
        public long cost() {
            return 1;
        }

        @Override
        public int concurrency() {
            return 0;
        }

        @Override
        public String count() {
            return "";
        }

        @Override
        public String block() {
            return "";
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public Class<? extends KeyResolver>[] key() {
            return new Class[0];
        }
    }

    @SuppressWarnings("ClassExplicitlyAnnotation")
    static final class LimitedRepeatedly extends AnnotationLiteral<RateLimited.List> implements RateLimited.List {

        private static final long serialVersionUID = 1L;

        @Override
        public RateLimited[] value() {
            return new RateLimited[0];
        }
    }
}
