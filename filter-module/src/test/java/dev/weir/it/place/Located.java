package dev.weir.it.place;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ResourceContext;
import jakarta.ws.rs.core.Context;

/** Locators of a resource without a scope, with all the ways to answer. */
@Path("located")
public class Located {

    @Context
    private ResourceContext resources;

    @Path("limited/{id: [0-9]{1,3}}")
    @RateLimited(limit = "2/1h")
    public Free limited(@PathParam("id") int id) {
        return new Free();
    }

    @Path("free")
    public Free free() {
        return new Free();
    }

    @Path("new")
    public Below byNew() {
        return new Below();
    }

    @Path("class")
    public Class<OfClass> byClass() {
        return OfClass.class;
    }

    @Path("context")
    public OfContext byContext() {
        return resources.getResource(OfContext.class);
    }

    @Path("object")
    public Object byObject() {
        return new OfObject();
    }

    @Path("anonymous")
    public Described anonymous() {
        return new Described() {
            @Override
            public String get() {
                return "got";
            }
        };
    }

    @Path("lambda")
    public Described byLambda() {
        return () -> "got";
    }

    /** Nothing is annotated here, but the locator within it is. */
    public static class Free {
        @GET
        public String get() {
            return "got";
        }

        @Path("deeper")
        @RateLimited(limit = "1/1h")
        public Free deeper() {
            return new Free();
        }
    }

    /** Of a method. */
    public static class Below {
        @GET
        @RateLimited(limit = "1/1h")
        public String get() {
            return "got";
        }

        @GET
        @Path("other")
        public String other() {
            return "got";
        }
    }

    /** Of a class. */
    @RateLimited(limit = "1/1h")
    public static class OfClass {
        @GET
        public String get() {
            return "got";
        }
    }

    /** Of a class that JAX-RS makes. */
    @RateLimited(limit = "1/1h")
    public static class OfContext {
        @GET
        public String get() {
            return "got";
        }
    }

    /** Of a class that the locator does not name. */
    @RateLimited(limit = "1/1h")
    public static class OfObject {
        @GET
        public String get() {
            return "got";
        }
    }

    /** Of an interface. */
    public interface Described {
        @GET
        @RateLimited(limit = "1/1h")
        String get();
    }
}
