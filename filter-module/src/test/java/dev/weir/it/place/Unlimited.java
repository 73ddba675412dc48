package dev.weir.it.place;

import dev.weir.RateLimited;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Qualifier;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Month;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Places where nothing can be limited. */
final class Unlimited {

    private Unlimited() {}

    /** Passes nothing on. */
    @RateLimited("anonymous")
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    public @interface Meta {}

    /** Nor does this. */
    @InterceptorBinding
    @RateLimited("anonymous")
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    public @interface Binding {}

    /** This does, but not to everything. */
    @Stereotype
    @RateLimited("login")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    public @interface Throttled {}

    /** JAX-RS does not call it for a request. */
    @ApplicationPath("api")
    @RateLimited("anonymous")
    public static class Api extends Application {}

    /** Around requests. */
    @Provider
    public static class RequestFilter implements ContainerRequestFilter {
        @Override
        @RateLimited("anonymous")
        public void filter(ContainerRequestContext context) {}
    }

    /** A bean, but after the response. */
    @Provider
    @ApplicationScoped
    public static class ResponseFilter implements ContainerResponseFilter {
        @Override
        @RateLimited("anonymous")
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {}
    }

    /** Calls that go out. */
    @RegisterRestClient(baseUri = "http://127.0.0.1:9")
    @Path("client")
    public interface Client {
        @GET
        @RateLimited("anonymous")
        String get();
    }

    /** A client by way of another interface. */
    @Path("client-api")
    public interface ClientApi {
        @GET
        @RateLimited("anonymous")
        String get();
    }

    /** The client. */
    @RegisterRestClient(baseUri = "http://127.0.0.1:9")
    public interface DerivedClient extends ClientApi {}

    /** Other beans are what it intercepts. */
    @Interceptor
    @Binding
    public static class Around {
        @AroundInvoke
        @RateLimited("anonymous")
        public Object around(InvocationContext context) throws Exception {
            return context.proceed();
        }
    }

    /** The container makes it without its interceptors, also if it is a bean. */
    @Dependent
    public static class Programmatic extends Endpoint {
        @Override
        @RateLimited("anonymous")
        public void onOpen(Session session, EndpointConfig config) {}
    }

    /** The same. */
    @ApplicationScoped
    public static class Validator implements ConstraintValidator<Deprecated, String> {
        @Override
        @RateLimited("anonymous")
        public boolean isValid(String value, ConstraintValidatorContext context) {
            return true;
        }
    }

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

    /** Has no methods to stand in front of. */
    public record Row(String name) {
        @Override
        @RateLimited("anonymous")
        public String name() {
            return name;
        }
    }

    /** Neither. */
    public enum Choice {
        ONE;

        @RateLimited("anonymous")
        public String get() {
            return name();
        }
    }

    /** Implemented by what is no bean. */
    public interface Port {
        @RateLimited("anonymous")
        String get();
    }

    /** Which is this. */
    public static class PlainPort implements Port {
        @Override
        public String get() {
            return "";
        }
    }

    /** JAX-RS passes over one of its methods. */
    @Path("not-public")
    public static class NotPublic {
        @GET
        @RateLimited("anonymous")
        String get() {
            return "";
        }
    }

    static Runnable local() {
        class Local implements Runnable {
            @Override
            @RateLimited("anonymous")
            public void run() {}
        }
        return new Local();
    }
}
