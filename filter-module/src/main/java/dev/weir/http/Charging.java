package dev.weir.http;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.config.PolicySettings;
import dev.weir.core.Policy;
import dev.weir.engine.Charge;
import dev.weir.engine.Engine;
import dev.weir.engine.PolicyDecision;
import dev.weir.store.WaitBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Charges requests, each policy by its key on its tier, and makes their principals members of the tenants. Safe for use
 * by many threads.
 */
final class Charging {

    private final Engine engine;
    private final KeyExtractor keys;
    private final TierSelector tiers;
    private final Logins logins;
    private final Members members;

    Charging(Engine engine, KeyExtractor keys, TierSelector tiers, Logins logins, Members members) {
        this.engine = engine;
        this.keys = keys;
        this.tiers = tiers;
        this.logins = logins;
        this.members = members;
    }

    /** What one policy demands of a request: a charge and, where a tenant has members, a principal who is one. */
    record Due(Charge charge, Optional<Members.Candidate> candidate) {}

    /**
     * What became of a request.
     *
     * @param decisions about the charges, in their order
     * @param strangers the refusals of a principal who is no member; nothing was charged then
     */
    record Acquired(List<PolicyDecision> decisions, List<Decision> strangers) {}

    /**
     * What a policy demands, for each key that it counts; nothing if it does not apply to {@code request}.
     *
     * @param requestDecisions gets what the request tries to log in as
     */
    List<Due> dues(AppliedPolicy use, RequestView request, RequestDecisions requestDecisions) {
        List<Key> counted = new ArrayList<>(1);
        keys.resolve(use.policy().key(), request).ifPresent(counted::add);
        counted.addAll(logins.keys(use.policy(), request, requestDecisions));
        long cost = counted.isEmpty() ? 0 : keys.cost(use, request);
        return counted.stream().map(key -> due(use, key, cost, request)).toList();
    }

    private Due due(AppliedPolicy use, Key key, long cost, RequestView request) {
        PolicySettings settings = use.policy();
        Optional<String> tier = tiers.tier(settings, key, request::hasRole);
        Policy policy = tier.map(settings::onTier).orElse(settings.policy());
        Charge charge = engine.charge(policy, key, cost);
        Optional<Integer> most = tier.flatMap(settings::membersOn);
        // where a bean fails to say the tenant, the key is another one
        if (most.isEmpty() || key.kind() != Key.Kind.TENANT) {
            return new Due(charge, Optional.empty());
        }
        return new Due(
                charge,
                request.principal().map(name -> new Members.Candidate(charge, engine.entry(charge, name), most.get())));
    }

    /** Takes all of {@code dues}, or none of them if one refuses. */
    Acquired acquire(List<Due> dues, WaitBudget budget) {
        List<Charge> charges = new ArrayList<>(dues.size());
        List<Members.Candidate> candidates = new ArrayList<>(0);
        for (Due due : dues) {
            charges.add(due.charge());
            due.candidate().ifPresent(candidates::add);
        }
        if (candidates.isEmpty()) {
            return new Acquired(engine.acquireAll(charges, budget), List.of());
        }
        List<Decision> strangers = members.refusalsFromMemory(candidates);
        if (!strangers.isEmpty()) {
            return new Acquired(engine.localViews(charges), strangers);
        }
        List<PolicyDecision> decisions = engine.acquireAll(charges, budget);
        // after the limits: who is refused by one does not become a member
        if (decisions.stream().allMatch(PolicyDecision::allowed)) {
            strangers = enter(candidates, decisions, budget);
        }
        return new Acquired(strangers.isEmpty() ? decisions : engine.refund(decisions, budget), strangers);
    }

    private List<Decision> enter(List<Members.Candidate> candidates, List<PolicyDecision> charged, WaitBudget budget) {
        try {
            return members.enter(candidates, budget);
        } catch (RuntimeException | Error e) {
            // the fallbacks decide, as if nothing had been charged; another adapter can charge the request again
            var unused = engine.refund(charged, budget);
            throw e;
        }
    }
}
