package dev.weir.cdi;

import dev.weir.Decision;
import dev.weir.RateLimitExceededException;
import dev.weir.http.AppliedPolicy;
import dev.weir.http.ClientWithoutRequest;
import dev.weir.http.HeldSlots;
import dev.weir.http.RequestDecisions;
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
        return limited || session.isEmpty() || isAboutTheEnd(call.getMethod())
                ? call.proceed()
                : proceed(call, session.get(), WeirApplications.currentOrStarted());
    }

    /** Makes the call, unless a policy refuses it; what counts responses counts the call as one. */
    static Object proceed(InvocationContext call, Session session, WeirRuntime runtime) throws Exception {
        RequestDecisions decisions = runtime.requests().newRequestDecisions();
        HeldSlots slots = HeldSlots.ofCall();
        boolean failed = true;
        try {
            charge(CallSite.of(call).uses(runtime), client(session), decisions, slots, runtime);
            Object result = call.proceed();
            failed = false;
            return result;
        } finally {
            slots.end();
            runtime.callsWithoutRequest().ended(decisions, failed);
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

    private static void charge(
            List<AppliedPolicy> uses,
            RequestView client,
            RequestDecisions decisions,
            HeldSlots slots,
            WeirRuntime runtime) {
        List<Decision> refusals = runtime.requests()
                .refusalsOrFallback(() -> runtime.requests().admit(client, decisions, uses, slots), () -> uses);
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
