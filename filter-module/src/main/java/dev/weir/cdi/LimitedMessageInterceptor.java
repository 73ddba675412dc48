package dev.weir.cdi;

import dev.weir.Decision;
import dev.weir.RateLimitExceededException;
import dev.weir.http.AppliedPolicy;
import dev.weir.http.ClientWithoutRequest;
import dev.weir.http.HeldSlots;
import dev.weir.http.RequestView;
import dev.weir.runtime.WeirApplications;
import dev.weir.runtime.WeirRuntime;
import dev.weir.servlet.Handshakes;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.Session;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.List;
import java.util.Optional;

/**
 * Limits methods of a WebSocket endpoint, once for each message; the client is the one that opened the session. Its
 * bindings are annotations in the source of an endpoint, see {@link EndpointBindings}.
 */
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class LimitedMessageInterceptor implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final String LIMITED = LimitedMessageInterceptor.class.getName();

    /** An interceptor without state. */
    public LimitedMessageInterceptor() {}

    /** @throws RateLimitExceededException in place of the call; the container passes it to {@code @OnError} */
    @AroundInvoke
    Object limit(InvocationContext call) throws Exception {
        Optional<Session> session = session(call.getParameters());
        boolean limited = call.getContextData().put(LIMITED, true) != null;
        HeldSlots slots = HeldSlots.ofCall();
        try {
            if (!limited && session.isPresent() && !isAboutTheEnd(call.getMethod())) {
                charge(CallSite.of(call), session.get(), slots);
            }
            return call.proceed();
        } finally {
            slots.end();
        }
    }

    /**
     * Whether the method handles an error or the end of a session: the refusal of such a call could not be delivered.
     */
    private static boolean isAboutTheEnd(Method method) {
        return method.isAnnotationPresent(OnError.class) || method.isAnnotationPresent(OnClose.class);
    }

    private static Optional<Session> session(Object[] parameters) {
        for (Object each : parameters) {
            if (each instanceof Session session) {
                return Optional.of(session);
            }
        }
        return Optional.empty();
    }

    private static void charge(CallSite site, Session session, HeldSlots slots) {
        WeirRuntime runtime = WeirApplications.currentOrStarted();
        List<AppliedPolicy> uses = site.uses(runtime);
        List<Decision> refusals = runtime.requests()
                .refusalsOrFallback(
                        () -> runtime.requests()
                                .admit(client(session), runtime.requests().newRequestDecisions(), uses, slots),
                        () -> uses);
        if (!refusals.isEmpty()) {
            throw new RateLimitExceededException(refusals);
        }
    }

    private static RequestView client(Session session) {
        return Handshakes.of(session.getRequestParameterMap()).orElseGet(() -> unseen(session));
    }

    /**
     * The client of a session whose handshake did not pass the filter; all such clients without a principal share a
     * key.
     */
    private static RequestView unseen(Session session) {
        Optional<String> principal =
                Optional.ofNullable(session.getUserPrincipal()).map(Principal::getName);
        return new ClientWithoutRequest("GET", "?:websocket", principal);
    }

    /** The interceptor of methods with several annotations, which the compiler wraps in one container annotation. */
    @Interceptor
    @Priority(Interceptor.Priority.PLATFORM_BEFORE)
    public static class Repeated extends LimitedMessageInterceptor {

        private static final long serialVersionUID = 1L;

        /** An interceptor without state. */
        public Repeated() {}
    }
}
