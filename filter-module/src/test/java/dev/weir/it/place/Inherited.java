package dev.weir.it.place;

import dev.weir.RateLimited;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;

/** Limits that stand above the class that runs. */
final class Inherited {

    private Inherited() {}

    /** Designated and limited here, implemented with bridge methods. */
    public interface Crud<T> {
        @POST
        @RateLimited(limit = "1/1h")
        String create(T item);

        @GET
        @RateLimited(limit = "1/1h")
        default String list() {
            return "listed";
        }
    }

    /** Another level between. */
    public interface ListCrud<E> extends Crud<List<E>> {}

    /** Without a scope. */
    @Path("crud")
    public static class Words implements Crud<String> {
        @Override
        public String create(String item) {
            return "created";
        }
    }

    /** With one, below several levels. */
    @Path("crud-scoped")
    @RequestScoped
    public static class ScopedWords extends Store<String> {
        @Override
        public String store(String item) {
            return "stored";
        }
    }

    /** A superclass with a parameter. */
    public abstract static class Store<T> extends RootStore<T> {}

    /** The one above it. */
    public abstract static class RootStore<T> {
        @POST
        @RateLimited(limit = "1/1h")
        public abstract String store(T item);

        @GET
        @RateLimited(limit = "1/1h")
        public String inherited() {
            return "inherited";
        }
    }

    /** Limited here, designated by the class. */
    public interface Limits {
        @RateLimited(limit = "1/1h")
        String get();
    }

    /** Without a scope. */
    @Path("designated-below")
    public static class DesignatedBelow implements Limits {
        @GET
        @Override
        public String get() {
            return "got";
        }
    }

    /** What a bean promises. */
    public interface Service<T> {
        @RateLimited(limit = "1/1h")
        String ofMethod(T item);
    }

    /** The same for all its methods. */
    @RateLimited(limit = "1/1h")
    public interface LimitedService {
        String ofType();

        default String byDefault() {
            return "got";
        }
    }

    /** A superclass that is a bean itself. */
    @ApplicationScoped
    public static class Parent {
        @RateLimited(limit = "1/1h")
        public String overridden() {
            return "got";
        }

        @RateLimited(limit = "1/1h")
        protected String ofProtected() {
            return "got";
        }

        @RateLimited(limit = "1/1h")
        String ofPackage() {
            return "got";
        }
    }

    /** A bean below it, which says nothing itself. */
    @RequestScoped
    public static class Child extends Parent {
        @Override
        public String overridden() {
            return "got";
        }
    }

    /** A bean below interfaces alone. */
    @ApplicationScoped
    public static class Implementor implements Service<String>, LimitedService {
        @Override
        public String ofMethod(String item) {
            return "got";
        }

        @Override
        public String ofType() {
            return "got";
        }
    }
}
