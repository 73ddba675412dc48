package dev.weir.rest;

import dev.weir.http.AppliedPolicy;
import dev.weir.runtime.WeirRuntime;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Refuses a resource method by its own policies and by those of the locators that led to it. JAX-RS has no filter
 * before a locator, so the locator has already run. Safe for use by many threads.
 */
@Priority(Priorities.AUTHENTICATION + 500)
final class LocatedResourceFilter implements ContainerRequestFilter {

    private final WeirRuntime runtime;
    private final List<AppliedPolicy> uses;
    private final RateLimitedResourceFilter filter;
    private final Map<Class<?>, List<LimitedLocator>> locators = new ConcurrentHashMap<>();

    /** @param uses the policies of the method itself */
    LocatedResourceFilter(
            WeirRuntime runtime, List<AppliedPolicy> uses, HttpServletRequest current, HttpServletResponse response) {
        this.runtime = runtime;
        this.uses = List.copyOf(uses);
        this.filter = new RateLimitedResourceFilter(runtime, uses, current, response);
    }

    @Override
    public void filter(ContainerRequestContext context) {
        filter.admit(context, () -> applied(context));
    }

    private List<AppliedPolicy> applied(ContainerRequestContext context) {
        List<AppliedPolicy> applied = new ArrayList<>(uses);
        UriInfo uri = context.getUriInfo();
        List<Object> resources = uri.getMatchedResources();
        // both lists begin with the latest match
        List<String> paths = uri.getMatchedURIs();
        for (int i = resources.size() - 1; i > 0; i--) {
            List<LimitedLocator> candidates = locators.computeIfAbsent(
                    resources.get(i).getClass(), each -> LimitedLocator.of(each, runtime.policies()));
            int level = resources.size() - 1 - i;
            for (AppliedPolicy use : LimitedLocator.uses(candidates, taken(paths, level))) {
                if (!applied.contains(use)) {
                    applied.add(use);
                }
            }
        }
        return applied;
    }

    /**
     * The part of the path that was matched by the locator of the resource at {@code level}; 0 is the root resource.
     */
    private static String taken(List<String> paths, int level) {
        int before = paths.size() - 1 - level;
        if (before < 1) {
            return "";
        }
        String whole = paths.get(before - 1);
        String prefix = paths.get(before);
        return whole.startsWith(prefix) ? whole.substring(prefix.length()) : whole;
    }
}
