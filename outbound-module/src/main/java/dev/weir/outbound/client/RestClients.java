package dev.weir.outbound.client;

import dev.weir.outbound.Throttled;
import dev.weir.outbound.runtime.OutboundModule;
import dev.weir.outbound.runtime.RestCall;
import dev.weir.outbound.runtime.ThrottleRequest;
import dev.weir.outbound.runtime.ThrottledSites;
import dev.weir.spi.Modules;
import jakarta.ws.rs.client.ClientRequestContext;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientListener;

/**
 * Makes calls of MicroProfile Rest Client interfaces with {@link Throttled} wait: those that no interceptor has made
 * wait, which are asynchronous ones, and all where the implementation runs no interceptors. Only the interceptor can
 * repeat a call. Found by {@link java.util.ServiceLoader}.
 */
public final class RestClients implements RestClientListener {

    private static final String INVOKED = "org.eclipse.microprofile.rest.client.invokedMethod";

    @Override
    public void onNewClient(Class<?> serviceInterface, RestClientBuilder builder) {
        boolean throttled = serviceInterface.isAnnotationPresent(Throttled.class)
                || Arrays.stream(serviceInterface.getMethods())
                        .anyMatch(each -> each.isAnnotationPresent(Throttled.class));
        if (throttled) {
            RestCall.learn(serviceInterface);
            new ThrottleFilter(context -> call(serviceInterface, context)).registerAt(builder);
        }
    }

    private static Optional<AnsweredCall> call(Class<?> type, ClientRequestContext context)
            throws InterruptedException {
        Optional<ThrottleRequest> request = request(type, context);
        if (request.isEmpty()) {
            return Optional.empty();
        }
        Optional<RestCall> intercepted = RestCall.current().filter(each -> each.isOf(request.get()));
        return Optional.of(
                intercepted.isPresent()
                        ? intercepted.get()::answered
                        : AnsweredCall.of(request.get().flight()));
    }

    private static Optional<ThrottleRequest> request(Class<?> type, ClientRequestContext context) {
        if (!(context.getProperty(INVOKED) instanceof Method method)) {
            return Optional.empty();
        }
        return Optional.ofNullable(method.getAnnotation(Throttled.class))
                .or(() -> Optional.ofNullable(type.getAnnotation(Throttled.class)))
                .map(each -> ThrottledSites.request(
                        Modules.running(OutboundModule.class).throttles(), each));
    }
}
