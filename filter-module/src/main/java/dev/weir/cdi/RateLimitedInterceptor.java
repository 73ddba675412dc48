package dev.weir.cdi;

import dev.weir.Decision;
import dev.weir.RateLimitExceededException;
import dev.weir.http.AppliedPolicy;
import dev.weir.runtime.WeirRuntime;
import dev.weir.servlet.ServletRequestDecisions;
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
 * Limits calls of beans. It is the outermost of all interceptors, so that it runs on the caller's thread, where the
 * request is available, and before transactions begin. Public with a public constructor, because an EJB container
 * creates it by reflection. Serializable, because beans that are passivated keep their interceptors.
 */
@Interceptor
@LimitedCall
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
@NullUnmarked // the container injects the field
public class RateLimitedInterceptor implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final boolean FACES = WeirExtension.isPresent("jakarta.faces.context.FacesContext");

    @Inject
    private Instance<HttpServletRequest> requests;

    /** An interceptor whose field the container sets. */
    public RateLimitedInterceptor() {}

    /**
     * Limits a business method, or a method that an EJB timer calls.
     *
     * @throws RateLimitExceededException in place of the call, if a policy refuses
     */
    @AroundInvoke
    @AroundTimeout
    Object limit(InvocationContext call) throws Exception {
        WeirRuntime runtime = WeirRuntime.currentOrStarted();
        CallSite site = CallSite.of(call);
        List<AppliedPolicy> uses = site.uses(runtime);
        List<Decision> refusals = runtime.requests().refusalsOrFallback(() -> decide(site, uses, runtime), () -> uses);
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

    private List<Decision> decide(CallSite site, List<AppliedPolicy> uses, WeirRuntime runtime) {
        Optional<ServletRequestDecisions> seen =
                currentRequest().map(each -> ServletRequestDecisions.of(each, runtime));
        return seen.isPresent()
                ? runtime.requests().admit(seen.get().request(), seen.get().requestDecisions(), uses)
                : runtime.callsWithoutRequest().admit(site.toString(), uses);
    }

    /**
     * The request that this thread serves; empty in a timer, in an observer at start-up, and on a thread that the
     * application created.
     */
    private Optional<HttpServletRequest> currentRequest() {
        try {
            HttpServletRequest request = requests.get();
            // the proxy resolves the request only when it is used
            return request.getMethod() == null ? Optional.empty() : Optional.of(request);
        } catch (ContextNotActiveException | IllegalStateException e) {
            return Optional.empty();
        }
    }
}
