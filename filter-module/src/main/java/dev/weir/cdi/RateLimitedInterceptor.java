package dev.weir.cdi;

import dev.weir.Decision;
import dev.weir.RateLimitExceededException;
import dev.weir.http.RequestLimiter.Use;
import dev.weir.runtime.WeirRuntime;
import dev.weir.servlet.ServletExchange;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;

/** Limits calls of beans; before transactions begin. */
@Interceptor
@LimitedCall
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class RateLimitedInterceptor {

    private final Instance<HttpServletRequest> requests;

    @Inject
    RateLimitedInterceptor(Instance<HttpServletRequest> requests) {
        this.requests = requests;
    }

    /** @throws RateLimitExceededException in place of the call, if a policy refuses */
    @AroundInvoke
    Object limit(InvocationContext call) throws Exception {
        WeirRuntime runtime = WeirRuntime.currentOrStarted();
        Class<?> type = call.getTarget() == null
                ? call.getMethod().getDeclaringClass()
                : call.getTarget().getClass();
        List<Use> uses = runtime.policies().at(type, call.getMethod());
        ServletExchange seen = currentRequest()
                .map(each -> ServletExchange.of(each, runtime))
                .orElseGet(() -> new ServletExchange(
                        CallWithoutRequest.INSTANCE, runtime.requests().newExchange()));
        List<Decision> refusals = runtime.requests().admit(seen.request(), seen.exchange(), uses);
        if (!refusals.isEmpty()) {
            throw new RateLimitExceededException(refusals);
        }
        return call.proceed();
    }

    /** The request that this thread serves; none in a timer, an observer at start-up, or a thread of the application. */
    private Optional<HttpServletRequest> currentRequest() {
        try {
            HttpServletRequest request = requests.get();
            // the proxy looks for the request only when it is used
            return request.getMethod() == null ? Optional.empty() : Optional.of(request);
        } catch (ContextNotActiveException | IllegalStateException e) {
            return Optional.empty();
        }
    }
}
