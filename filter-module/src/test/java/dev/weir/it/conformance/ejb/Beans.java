package dev.weir.it.conformance.ejb;

import dev.weir.RateLimited;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateful;
import jakarta.ejb.Stateless;

/** The same bean as each kind of EJB; one of its methods is limited. */
public final class Beans {

    private Beans() {}

    /** Without an interface. */
    @Stateless
    public static class OfPool {

        @RateLimited(limit = "1/1h")
        public String limited() {
            return "stateless";
        }

        public String free() {
            return "free";
        }
    }

    /** One for all. */
    @Singleton
    public static class Single {

        @RateLimited(limit = "1/1h")
        public String limited() {
            return "singleton";
        }

        public String free() {
            return "free";
        }
    }

    /** One for each client. */
    @Stateful
    public static class OfClient {

        @RateLimited(limit = "1/1h")
        public String limited() {
            return "stateful";
        }

        public String free() {
            return "free";
        }
    }

    /** The view of a bean. */
    @Local
    public interface View {

        String limited();

        String free();
    }

    /** Behind an interface. */
    @Stateless
    public static class Viewed implements View {

        @Override
        @RateLimited(limit = "1/1h")
        public String limited() {
            return "local";
        }

        @Override
        public String free() {
            return "free";
        }
    }

    /** All of it is limited, with one counter. */
    @Stateless
    @RateLimited(limit = "1/1h")
    public static class Whole {

        public String limited() {
            return "whole";
        }
    }

    /** Nobody may call it. */
    @Stateless
    public static class Secured {

        @RolesAllowed("nobody")
        @RateLimited(limit = "1/1h")
        public String limited() {
            return "secured";
        }
    }

    /** Between a resource and a limited bean. */
    @Stateless
    public static class Middle {

        @EJB
        private OfPool bean;

        public String call() {
            return bean.limited();
        }
    }
}
