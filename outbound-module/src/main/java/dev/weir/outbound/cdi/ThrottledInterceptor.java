package dev.weir.outbound.cdi;

import dev.weir.outbound.Throttled;
import dev.weir.outbound.runtime.RestCall;
import dev.weir.outbound.runtime.ThrottleRequest;
import dev.weir.outbound.runtime.ThrottledSites;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls of methods with {@link Throttled} wait. Inside the interceptors of MicroProfile Fault Tolerance, which
 * have priorities from 4010 on: each of their retries takes a permit of its own.
 */
@Throttled({})
@Interceptor
@Priority(ThrottledInterceptor.PRIORITY)
public class ThrottledInterceptor {

    static final int PRIORITY = 4_100;

    /** Where Weld says which annotations have brought the interceptor, those of a stereotype too. */
    private static final String BINDINGS = "org.jboss.weld.interceptor.bindings";

    /** Called by the container. */
    @AroundInvoke
    @Nullable Object around(InvocationContext context) throws Exception {
        Throttled annotation = ThrottledSites.of(context.getTarget().getClass(), context.getMethod())
                .or(() -> ofBinding(context))
                .orElseThrow(() -> new IllegalStateException("no @Throttled at " + context.getMethod()));
        ThrottleRequest request = ThrottledSites.request(CurrentThrottle.throttles(), annotation);
        boolean isAsync =
                CompletionStage.class.isAssignableFrom(context.getMethod().getReturnType());
        if (RestCall.isOne(context.getMethod())) {
            // the requests of an asynchronous method are sent by other threads: there the filter waits
            return isAsync ? context.proceed() : rest(request, context);
        }
        return isAsync ? async(request, context) : request.call(context::proceed);
    }

    private static @Nullable Object rest(ThrottleRequest request, InvocationContext context) throws Exception {
        return RestCall.httpMethod(context.getMethod())
                .map(request::method)
                .orElse(request)
                .callRest(context::proceed);
    }

    private static CompletionStage<@Nullable Object> async(ThrottleRequest request, InvocationContext context) {
        return request.callAsync(() -> stage(context));
    }

    @SuppressWarnings("unchecked") // the type of the method
    private static CompletionStage<@Nullable Object> stage(InvocationContext context) {
        try {
            return (CompletionStage<@Nullable Object>) context.proceed();
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Optional<Throttled> ofBinding(InvocationContext context) {
        if (context.getContextData().get(BINDINGS) instanceof Set<?> bindings) {
            return bindings.stream()
                    .filter(Annotation.class::isInstance)
                    .filter(Throttled.class::isInstance)
                    .map(Throttled.class::cast)
                    .findFirst();
        }
        return Optional.empty();
    }
}
