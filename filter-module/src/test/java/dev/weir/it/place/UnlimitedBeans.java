package dev.weir.it.place;

import dev.weir.RateLimited;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Month;

/** Beans of which nothing, or not everything, can be limited. */
final class UnlimitedBeans {

    private UnlimitedBeans() {}

    /** Of what a producer makes. */
    @Qualifier @Retention(RetentionPolicy.RUNTIME)
    @interface ByHand {}

    /** A bean that is also made by {@link Maker}, where nothing intercepts it. */
    @Dependent
    public static class Made {
        @RateLimited("anonymous")
        public String get() {
            return "";
        }
    }

    /** Makes it. */
    @ApplicationScoped
    public static class Maker {
        @Produces
        @ByHand
        Made make() {
            return new Made();
        }

        @Produces
        @ByHand
        Made pass(Made made) {
            return made;
        }
    }

    /** Methods that nothing can stand in front of. */
    @Dependent
    public static class Bean {
        @RateLimited("anonymous")
        private String hidden() {
            return "";
        }

        @RateLimited("anonymous")
        public static String ofClass() {
            return "";
        }

        @RateLimited("anonymous")
        public final String fixed() {
            return "";
        }

        @RateLimited("anonymous")
        static void observe(@Observes Month month) {}

        @PostConstruct
        @RateLimited("anonymous")
        void begin() {
            hidden();
        }
    }

    /** One final method among others. */
    @Dependent
    @RateLimited("login")
    public static class OneFinal {
        public String open() {
            return "";
        }

        public final String fixed() {
            return "";
        }
    }

    /** The way of some languages. */
    @Dependent
    @RateLimited("anonymous")
    public static final class FinalBean {
        public String get() {
            return "";
        }
    }

    /** No bean. */
    @Vetoed
    @ApplicationScoped
    @RateLimited("anonymous")
    public static class NoBean {
        public String get() {
            return "";
        }
    }

    /** Made by a method. */
    public static class Product {
        @RateLimited("anonymous")
        public String get() {
            return "";
        }
    }

    /** Makes it. */
    @Dependent
    public static class Factory {
        @Produces
        @Dependent
        Product product() {
            return new Product();
        }
    }

    /** Not selected, so never called. */
    @Alternative
    @ApplicationScoped
    public static class Other {
        @RateLimited("anonymous")
        public String get() {
            return "";
        }
    }
}
