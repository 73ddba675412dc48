package dev.weir.it.place;

import dev.weir.RateLimited;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Stereotype;
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
