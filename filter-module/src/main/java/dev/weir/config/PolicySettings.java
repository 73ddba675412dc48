package dev.weir.config;

import dev.weir.config.rule.AdaptiveRule;
import dev.weir.config.rule.CostRule;
import dev.weir.config.rule.CountRule;
import dev.weir.config.rule.Disclosure;
import dev.weir.config.rule.KeyRule;
import dev.weir.config.rule.LoginRule;
import dev.weir.core.Policy;
import dev.weir.match.PathPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A policy and the conditions under which it applies to requests. Immutable.
 *
 * @param key the rule that makes the key
 * @param configuredCost permits per request, if the configuration says it
 * @param count which responses leave their permits in use
 * @param login how logins are counted by username; empty if none are: no request is subject to the policy, or it has
 *     another scope
 * @param adaptive when the limits shrink; empty if they do not
 * @param match the requests to which the drop-in filter applies the policy
 * @param places where other jars of Weir apply the policy, for people to read
 * @param tiers the policy on each tier, by the tier's name; empty if it has no limits of its own on any
 * @param members the most principals of one tenant in a UTC day, by the name of the tier; none where there is no limit
 * @param configured whether the configuration or a site mentions the policy, so that it is more than the built-in one
 */
public record PolicySettings(
        Policy policy,
        KeyRule key,
        Optional<CostRule> configuredCost,
        Disclosure disclosure,
        CountRule count,
        Optional<LoginRule> login,
        Optional<AdaptiveRule> adaptive,
        List<PathPattern> match,
        List<String> places,
        Map<String, Policy> tiers,
        Map<String, Integer> members,
        boolean configured) {

    /** What follows the name of the policy where a principal is refused who would be one too many of a tenant. */
    public static final String MEMBERS = "-members";

    public PolicySettings {
        match = List.copyOf(match);
        places = List.copyOf(places);
        tiers = Map.copyOf(tiers);
        members = Map.copyOf(members);
    }

    /** Returns the same settings of a policy that is changed, on all tiers. */
    PolicySettings changed(UnaryOperator<Policy> change) {
        Map<String, Policy> changed = new HashMap<>(tiers);
        changed.replaceAll((tier, each) -> change.apply(each));
        return of(change.apply(policy), changed, places);
    }

    /** Returns the same settings of a policy that another jar of Weir applies at {@code place}, too. */
    PolicySettings appliedAt(String place) {
        List<String> all = new ArrayList<>(places);
        if (!all.contains(place)) {
            all.add(place);
        }
        return of(policy, tiers, all);
    }

    private PolicySettings of(Policy changed, Map<String, Policy> onTiers, List<String> at) {
        return new PolicySettings(
                changed,
                key,
                configuredCost,
                disclosure,
                count,
                login,
                adaptive,
                match,
                at,
                onTiers,
                members,
                configured);
    }

    /** Returns the settings of another policy, without tiers, whose keys are those of this one. */
    PolicySettings withoutTiers(Policy other) {
        return new PolicySettings(
                other,
                key,
                configuredCost,
                disclosure,
                count,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                places,
                Map.of(),
                Map.of(),
                configured);
    }

    /** Whether the tier of a key makes a difference. */
    public boolean hasTiers() {
        return !tiers.isEmpty() || !members.isEmpty();
    }

    /** The policy on {@code tier}. */
    public Policy onTier(String tier) {
        return tiers.getOrDefault(tier, policy);
    }

    /** The most members on {@code tier}; empty if there is no limit. */
    public Optional<Integer> membersOn(String tier) {
        return Optional.ofNullable(members.get(tier));
    }

    /** Whether the policy has a limit, on any tier. */
    public boolean isLimited() {
        return !policy.limits().isEmpty()
                || policy.concurrency().isPresent()
                || !members.isEmpty()
                || tiers.values().stream().anyMatch(tier -> !tier.limits().isEmpty());
    }

    /** Whether what a request took depends on its response: on its status, or on its end. */
    public boolean dependsOnResponses() {
        return login.isPresent() || !count.countsAll() || policy.concurrency().isPresent();
    }

    /** The name of the policy. */
    public String name() {
        return policy.name();
    }
}
