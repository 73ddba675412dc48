package dev.weir.runtime;

import dev.weir.config.Declaration;
import dev.weir.config.FilterParameters;
import dev.weir.config.PolicySettings;
import dev.weir.config.rule.HeaderDialect;
import dev.weir.core.Mode;
import dev.weir.http.AppliedPolicy;
import dev.weir.match.PathPattern;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The policies that can refuse an operation of an application, as far as they can be determined without a request; for
 * documents that describe the application. Paths are below the context root, with parameters in braces. Safe for use by
 * many threads.
 */
public final class OperationLimits {

    private final Policies policies;
    private final Deployment deployment;

    OperationLimits(Policies policies, Deployment deployment) {
        this.policies = policies;
        this.deployment = deployment;
    }

    /** False with {@code ratelimit.enabled=false}. */
    public boolean isEnabled() {
        return policies.settings().enabled();
    }

    /** The header fields by which responses report what is left. */
    public Set<HeaderDialect> headers() {
        return policies.settings().headers();
    }

    /** The classes of the application that mention the paths of JAX-RS, and their subtypes; read again by each call. */
    public Collection<Class<?>> resources() {
        return deployment.resources().get();
    }

    /** The policies of the annotations that apply to a method. */
    public List<PolicySettings> at(Class<?> type, Method method) {
        return refusing(
                policies.at(type, method).stream().map(AppliedPolicy::policy).toList());
    }

    /** Whether all requests of an operation are exempt by their path. */
    public boolean isExempt(String method, String path) {
        return policies.settings().exemptions().paths().stream().anyMatch(each -> each.matches(method, path));
    }

    /**
     * The policies whose {@code match} covers an operation, and those of filters in {@code web.xml} that cover it.
     *
     * @param servletMapping the mapping of the servlet that answers it; empty if it is unknown
     */
    public List<PolicySettings> matching(String method, String path, String servletMapping) {
        List<PolicySettings> found = new ArrayList<>();
        for (PolicySettings policy : policies.settings().policies().values()) {
            if (policy.match().stream().anyMatch(each -> covers(each, method, path, servletMapping))) {
                found.add(policy);
            }
        }
        deployment.mappings().forEach((filter, mappings) -> {
            if (mappings.stream().anyMatch(each -> isMappedTo(each, path))) {
                policies.declarations().stream()
                        .filter(each -> each.site().equals(FilterParameters.site(filter)))
                        .map(Declaration::policy)
                        .forEach(name -> policies.find(name).ifPresent(found::add));
            }
        });
        return refusing(found);
    }

    private static boolean covers(PathPattern pattern, String method, String path, String servletMapping) {
        return pattern.matches(method, path) || (pattern.isPrefixForm() && pattern.isMapping(method, servletMapping));
    }

    /** Whether a URL pattern of the Servlet specification covers {@code path}. */
    private static boolean isMappedTo(String pattern, String path) {
        if (pattern.endsWith("/*")) {
            return (path + '/').startsWith(pattern.substring(0, pattern.length() - 1));
        }
        return pattern.equals(path) || (pattern.startsWith("*.") && path.endsWith(pattern.substring(1)));
    }

    private static List<PolicySettings> refusing(List<PolicySettings> policies) {
        return policies.stream()
                .filter(each ->
                        each.policy().mode() == Mode.ENFORCE && each.policy().rollout() > 0)
                .filter(PolicySettings::isLimited)
                .distinct()
                .toList();
    }
}
