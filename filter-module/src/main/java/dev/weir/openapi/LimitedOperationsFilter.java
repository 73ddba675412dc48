package dev.weir.openapi;

import dev.weir.config.PolicySettings;
import dev.weir.runtime.OperationLimits;
import dev.weir.runtime.WeirApplications;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Adds a response 429 to each operation of an OpenAPI document that a policy can refuse, unless the application
 * describes one itself. The jar's own {@code META-INF/microprofile-config.properties} names this class as
 * {@code mp.openapi.filter}; a filter of the application replaces it, and can call it. Stateless.
 *
 * <pre>
 * public class OurFilter implements OASFilter {
 *     &#64;Override
 *     public void filterOpenAPI(OpenAPI document) {
 *         new LimitedOperationsFilter().filterOpenAPI(document);
 *     }
 * }
 * </pre>
 */
public final class LimitedOperationsFilter implements OASFilter {

    private static final System.Logger LOG = System.getLogger(LimitedOperationsFilter.class.getName());
    private static final String TOO_MANY_REQUESTS = "429";

    /**
     * Changes {@code document}, which implementations pass when it is otherwise complete. If it is made before the
     * application starts, it is changed when the application has started. Never throws.
     */
    @Override
    public void filterOpenAPI(OpenAPI document) {
        guarded(() -> WeirApplications.describe(limits -> guarded(() -> describe(document, limits))));
    }

    /**
     * Runs {@code description} and logs what it throws: an incomplete document is better than an application that does
     * not start.
     */
    private static void guarded(Runnable description) {
        try {
            description.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "the OpenAPI document does not say all that is limited", e);
        }
    }

    private static void describe(OpenAPI document, OperationLimits limits) {
        if (!limits.isEnabled()
                || document.getPaths() == null
                || document.getPaths().getPathItems() == null) {
            return;
        }
        ResourceOperations resources = ResourceOperations.of(limits.resources());
        document.getPaths().getPathItems().forEach((path, item) -> describe(path, item, resources, limits));
    }

    private static void describe(String path, PathItem item, ResourceOperations resources, OperationLimits limits) {
        for (Map.Entry<PathItem.HttpMethod, Operation> each :
                item.getOperations().entrySet()) {
            Set<PolicySettings> policies = policies(each.getKey().name(), path, resources, limits);
            if (!policies.isEmpty()) {
                add(each.getValue(), new RefusalResponse(policies, limits.headers()));
            }
        }
    }

    private static Set<PolicySettings> policies(
            String method, String path, ResourceOperations resources, OperationLimits limits) {
        ResourceOperations.Found found = resources.find(method, path);
        Set<PolicySettings> policies = new LinkedHashSet<>();
        if (!limits.isExempt(method, found.path())) {
            policies.addAll(limits.matching(method, found.path(), found.servletMapping()));
            found.calls().forEach(call -> policies.addAll(limits.at(call.type(), call.method())));
        }
        return policies;
    }

    private static void add(Operation operation, RefusalResponse refusal) {
        APIResponses responses = operation.getResponses();
        if (responses == null) {
            responses = OASFactory.createAPIResponses();
            operation.setResponses(responses);
        }
        if (!responses.hasAPIResponse(TOO_MANY_REQUESTS)) {
            responses.addAPIResponse(TOO_MANY_REQUESTS, refusal.write());
        }
    }
}
