package dev.weir.cdi;

import dev.weir.Decision;
import dev.weir.RateLimitExceededException;
import dev.weir.http.AppliedPolicy;
import dev.weir.http.HeldSlots;
import dev.weir.http.RequestDecisions;
import dev.weir.runtime.WeirApplications;
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
        WeirRuntime runtime = WeirApplications.currentOrStarted();
        CallSite site = CallSite.of(call);
        List<AppliedPolicy> uses = site.uses(runtime);
        Optional<ServletRequestDecisions> request =
                currentRequest().map(each -> ServletRequestDecisions.of(each, runtime));
        RequestDecisions decisions = request.map(ServletRequestDecisions::requestDecisions)
                .orElseGet(() -> runtime.requests().newRequestDecisions());
        HeldSlots slots = HeldSlots.ofCall();
        List<Decision> refusals = runtime.requests()
                .refusalsOrFallback(
                        () -> request.isPresent()
                                ? runtime.requests().admit(request.get().request(), decisions, uses, slots)
                                : runtime.callsWithoutRequest().admit(site.toString(), decisions, uses, slots),
                        () -> uses);
        if (!refusals.isEmpty()) {
            slots.end();
            if (FACES) {
                expectInFaces(runtime);
            }
            throw new RateLimitExceededException(refusals);
        }
        // the response of a request tells whether it counts; without one, the call does
        boolean counts = request.isEmpty() && runtime.outcomes().areCounted();
        if (!counts && slots.isEmpty()) {
            return call.proceed();
        }
        return CallEnd.proceed(call, runtime::whenDone, failed -> {
            slots.end();
            if (counts) {
                runtime.callsWithoutRequest().ended(decisions, failed);
            }
        });
    }

    private static void expectInFaces(WeirRuntime runtime) {
        try {
            QueuedRefusals.expect();
        } catch (RuntimeException | LinkageError e) {
            runtime.requests().report("cannot listen to Faces, which answers refusals by itself", e);
        }
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
