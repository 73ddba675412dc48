package dev.weir.http;

import dev.weir.Key;
import dev.weir.config.PolicySettings;
import dev.weir.core.Policy;
import dev.weir.engine.Charge;
import dev.weir.engine.Concurrency;
import dev.weir.engine.Engine;
import dev.weir.engine.OtherRefusal;
import dev.weir.engine.PolicyDecision;
import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.WaitBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Charges requests, each policy by its key on its tier, makes their principals members of the tenants, and takes the
 * slots in which they are in progress. Safe for use by many threads.
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
     * @param others what refused the request besides; nothing was charged then
     * @param slots those that were taken, which have to be freed; none if the request is refused
     */
    record Acquired(List<PolicyDecision> decisions, List<OtherRefusal> others, Map<CounterId, Slots.Slot> slots) {

        Acquired(List<PolicyDecision> decisions, List<OtherRefusal> others) {
            this(decisions, others, Map.of());
        }

        boolean isAdmitted() {
            return others.isEmpty() && decisions.stream().allMatch(PolicyDecision::allowed);
        }

        /** Frees the slots: the request goes no further. */
        void free() {
            new Concurrency.Taken(slots, List.of()).free();
        }
    }

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

    /**
     * The charges for which a slot has to be taken. None for a response whose end will not be told: nothing could free
     * it. The filter that the jar installs tells every end, and where it is missing a concurrency stops the deployment.
     */
    static List<Charge> slotted(
            List<Due> dues, List<Charge> before, RequestDecisions requestDecisions, HeldSlots until) {
        List<Charge> slotted = new ArrayList<>(0);
        if (until.isOpen()) {
            before.stream()
                    .filter(charge -> !requestDecisions.join(charge.counter(), until))
                    .forEach(slotted::add);
            dues.stream().map(Due::charge).filter(Concurrency::limits).forEach(slotted::add);
        }
        return slotted;
    }

    /**
     * Takes all of {@code dues} and all slots, or none of them if one is refused. First what memory knows, then the
     * slots, then the permits: a slot that was taken in vain is free again at once, on all instances.
     *
     * @param slotted the charges whose policies have a concurrency and that need a slot, also such as were made before
     */
    Acquired acquire(List<Due> dues, List<Charge> slotted, WaitBudget budget) {
        List<Charge> charges = new ArrayList<>(dues.size());
        List<Members.Candidate> candidates = new ArrayList<>(0);
        for (Due due : dues) {
            charges.add(due.charge());
            due.candidate().ifPresent(candidates::add);
        }
        if (candidates.isEmpty() && slotted.isEmpty()) {
            return new Acquired(engine.acquireAll(charges, budget), List.of());
        }
        List<OtherRefusal> refusals = new ArrayList<>(members.refusalsFromMemory(candidates));
        refusals.addAll(engine.concurrency().refusalsFromMemory(slotted));
        if (!refusals.isEmpty()) {
            return new Acquired(engine.localViews(charges), refusals);
        }
        if (slotted.isEmpty()) {
            return charge(charges, candidates, budget);
        }
        if (engine.localViews(charges).stream().anyMatch(PolicyDecision::refusesForCertain)) {
            Acquired refused = charge(charges, candidates, budget);
            // unless it is over by now
            return refused.isAdmitted() ? slotted(refused, slotted, budget) : refused;
        }
        Concurrency.Taken taken = engine.concurrency().take(slotted, budget);
        return taken.refusals().isEmpty()
                ? charge(charges, candidates, taken, budget)
                : new Acquired(engine.localViews(charges), taken.refusals());
    }

    private Acquired charge(
            List<Charge> charges, List<Members.Candidate> candidates, Concurrency.Taken taken, WaitBudget budget) {
        boolean admitted = false;
        try {
            Acquired acquired = charge(charges, candidates, budget);
            admitted = acquired.isAdmitted();
            return admitted ? new Acquired(acquired.decisions(), List.of(), taken.held()) : acquired;
        } finally {
            if (!admitted) {
                taken.free();
            }
        }
    }

    /** Takes the slots of a request that is charged already. */
    private Acquired slotted(Acquired charged, List<Charge> slotted, WaitBudget budget) {
        Concurrency.Taken taken = engine.concurrency().take(slotted, budget);
        return taken.refusals().isEmpty()
                ? new Acquired(charged.decisions(), List.of(), taken.held())
                : new Acquired(engine.refund(charged.decisions(), budget), taken.refusals());
    }

    private Acquired charge(List<Charge> charges, List<Members.Candidate> candidates, WaitBudget budget) {
        List<PolicyDecision> decisions = engine.acquireAll(charges, budget);
        List<OtherRefusal> strangers = List.of();
        // after the limits: who is refused by one does not become a member
        if (!candidates.isEmpty() && decisions.stream().allMatch(PolicyDecision::allowed)) {
            strangers = enter(candidates, decisions, budget);
        }
        return new Acquired(strangers.isEmpty() ? decisions : engine.refund(decisions, budget), strangers);
    }

    private List<OtherRefusal> enter(
            List<Members.Candidate> candidates, List<PolicyDecision> charged, WaitBudget budget) {
        try {
            return members.enter(candidates, budget);
        } catch (RuntimeException | Error e) {
            // the fallbacks decide, as if nothing had been charged; another adapter can charge the request again
            var unused = engine.refund(charged, budget);
            throw e;
        }
    }
}
