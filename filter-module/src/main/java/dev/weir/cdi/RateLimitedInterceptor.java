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
import jakarta.interceptor.AroundTimeout;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;

/**
 * Limits calls of beans; the outermost of all interceptors, so that it runs on the caller's thread, which knows the request,
 * and before transactions begin. Public with a public constructor, because an EJB container makes it by reflection;
 * serializable, because beans that are passivated keep theirs.
 */
@Interceptor
@LimitedCall
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
@NullUnmarked // the container injects the field
public class RateLimitedInterceptor implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final boolean FACES = WeirExtension.isThere("jakarta.faces.context.FacesContext");

    @Inject
    private Instance<HttpServletRequest> requests;

    /** An interceptor whose field the container sets. */
    public RateLimitedInterceptor() {}

    /**
     * A business method, or a method that an EJB timer calls.
     *
     * @throws RateLimitExceededException in place of the call, if a policy refuses
     */
    @AroundInvoke
    @AroundTimeout
    Object limit(InvocationContext call) throws Exception {
        WeirRuntime runtime = WeirRuntime.currentOrStarted();
        CalledPlace place = CalledPlace.of(call);
        List<Use> uses = place.uses(runtime);
        List<Decision> refusals = runtime.requests().refusalsOrFallback(() -> decide(place, uses, runtime), () -> uses);
        if (!refusals.isEmpty()) {
            if (FACES) {
                expectInFaces(runtime);
            }
            throw new RateLimitExceededException(refusals);
        }
        return call.proceed();
    }

    private static void expectInFaces(WeirRuntime runtime) {
        try {
            QueuedRefusals.expect();
        } catch (RuntimeException | LinkageError e) {
            runtime.requests().report("cannot listen to Faces, which answers refusals by itself", e);
        }
    }

    private List<Decision> decide(CalledPlace place, List<Use> uses, WeirRuntime runtime) {
        Optional<ServletExchange> seen = currentRequest().map(each -> ServletExchange.of(each, runtime));
        return seen.isPresent()
                ? runtime.requests().admit(seen.get().request(), seen.get().exchange(), uses)
                : runtime.callsWithoutRequest().admit(place.toString(), uses);
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
