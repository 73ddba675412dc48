package dev.weir.it.place;

import dev.weir.RateLimited;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Stereotype;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Annotations that carry a limit to where they stand. */
final class Stereotypes {

    private Stereotypes() {}

    /** Carries a limit, which each class that bears this has for itself. */
    @Stereotype
    @RateLimited(limit = "1/1h")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    public @interface Throttled {}

    /** Carries it by way of another. */
    @Stereotype
    @Throttled
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    public @interface ThrottledToo {}

    /** A resource whose only scope would be that of the stereotype. */
    @Path("stereotype")
    @Throttled
    public static class OfResource {
        @GET
        public String get() {
            return "got";
        }
    }

    /** A resource that is a bean. */
    @Path("stereotype-scoped")
    @ThrottledToo
    @RequestScoped
    public static class OfScopedResource {
        @GET
        public String get() {
            return "got";
        }
    }

    /** A bean. */
    @ThrottledToo
    @Dependent
    public static class OfBean {
        public String get() {
            return "got";
        }
    }

    /** Says something itself. */
    @Path("stereotype-replaced")
    @Throttled
    @RateLimited(limit = "2/1h")
    public static class Replaced {
        @GET
        public String get() {
            return "got";
        }
    }
}
