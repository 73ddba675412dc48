package dev.weir.runtime;

import dev.weir.config.Declaration;
import dev.weir.config.PolicySettings;
import dev.weir.config.Property;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Describes the policies of one application as they are now. Safe for use by many threads. */
final class DescribedPolicies {

    private static final String ANNOTATION = "@RateLimited on ";
    private static final String LIMIT = Property.OfPolicy.LIMIT.suffix();

    private final Policies policies;
    private final Supplier<Deployment> deployment;

    DescribedPolicies(Policies policies, Supplier<Deployment> deployment) {
        this.policies = policies;
        this.deployment = deployment;
    }

    List<PolicyDescription> all() {
        Map<String, String> values = policies.values();
        List<Declaration> declarations = policies.declarations();
        Map<String, List<String>> mappings = deployment.get().mappings();
        return policies.settings().policies().values().stream()
                .map(each -> describe(each, values, declarations, mappings))
                .toList();
    }

    private static PolicyDescription describe(
            PolicySettings policy,
            Map<String, String> values,
            List<Declaration> declarations,
            Map<String, List<String>> mappings) {
        List<Declaration> own = declarations.stream()
                .filter(each -> each.policy().equals(policy.name()))
                .toList();
        Optional<Declaration> writer = own.stream()
                .filter(each -> each.attributes().containsKey(LIMIT))
                .findFirst()
                .or(() -> own.stream()
                        .filter(each -> !each.attributes().isEmpty())
                        .findFirst());
        PolicyDescription.Origin origin = origin(policy.name(), values, writer);
        boolean isDeclared = origin == PolicyDescription.Origin.ANNOTATION || origin == PolicyDescription.Origin.FILTER;
        return new PolicyDescription(
                policy,
                origin,
                isDeclared ? writer.map(DescribedPolicies::place) : Optional.empty(),
                where(policy, own, mappings));
    }

    /** A property goes before what a site declares, but one without limits does not. */
    private static PolicyDescription.Origin origin(
            String policy, Map<String, String> values, Optional<Declaration> writer) {
        String prefix = Property.OfPolicy.PREFIX + policy + '.';
        boolean limited = values.containsKey(Property.OfPolicy.LIMIT.of(policy));
        boolean mentioned = values.keySet().stream().anyMatch(name -> name.startsWith(prefix));
        boolean declaresLimit =
                writer.filter(each -> each.attributes().containsKey(LIMIT)).isPresent();
        if (limited || (mentioned && !declaresLimit)) {
            return PolicyDescription.Origin.PROPERTY;
        }
        return writer.map(each -> each.site().startsWith(ANNOTATION)
                        ? PolicyDescription.Origin.ANNOTATION
                        : PolicyDescription.Origin.FILTER)
                .orElse(PolicyDescription.Origin.DEFAULT);
    }

    private static String place(Declaration declaration) {
        String site = declaration.site();
        return site.startsWith(ANNOTATION) ? site.substring(ANNOTATION.length()) : site;
    }

    private static List<String> where(
            PolicySettings policy, List<Declaration> own, Map<String, List<String>> mappings) {
        Set<String> where = new LinkedHashSet<>();
        policy.match().forEach(pattern -> where.add("match " + pattern));
        for (Declaration each : own) {
            where.add(StartUpSummary.placed(each.site(), mappings));
        }
        where.addAll(policy.places());
        return new ArrayList<>(where);
    }
}
