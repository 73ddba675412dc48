package dev.weir.engine;

import dev.weir.Key;
import dev.weir.adaptive.Adaptation;
import dev.weir.adaptive.Capacity;
import dev.weir.core.BlockRule;
import dev.weir.core.Policy;
import dev.weir.core.Verdict;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Charges keys by what their limits are worth at present, and tells what becomes of them. A charge of a policy that is
 * not adaptive is left alone. Safe for use by many threads.
 */
final class AdaptiveCharges {

    private final CounterStore store;
    private final KeyCodec storedKey;
    private final Adaptation adaptation;

    AdaptiveCharges(CounterStore store, KeyCodec storedKey, Adaptation adaptation) {
        this.store = store;
        this.storedKey = storedKey;
        this.adaptation = adaptation;
    }

    /** The charge of {@code key}, which is canonical. */
    Charge charge(Policy policy, Key key, long permits) {
        Optional<Capacity> capacity =
                adaptation.isOff() ? Optional.empty() : adaptation.capacity(policy, () -> storedKey.text(key));
        if (capacity.isEmpty()) {
            return new Charge(policy, key, permits);
        }
        Capacity own = losesTrust(key) ? capacity.get() : capacity.get().trusted();
        return new Charge(adaptation.policy(own, permits), key, permits, Optional.of(own));
    }

    /** Not a username: strangers try it, and its owner would pay for them. */
    private static boolean losesTrust(Key key) {
        return key.kind() != Key.Kind.LOGIN;
    }

    /** The decisions, of which refusals have counted against their keys. */
    List<PolicyDecision> judged(List<PolicyDecision> decisions) {
        if (adaptation.isOff()) {
            return decisions;
        }
        List<PolicyDecision> judged = new ArrayList<>(decisions.size());
        decisions.forEach(decision -> judged.add(judged(decision)));
        return judged;
    }

    /** The decision; a refusal has counted against its key, and tells a time after which the key is admitted. */
    PolicyDecision judged(PolicyDecision decision) {
        Optional<Capacity> capacity = decision.charge().capacity();
        if (capacity.isEmpty()
                || !decision.acquired()
                || !decision.exceeded()
                || !(decision.answer() instanceof StoreResult.Decided counted)) {
            return decision;
        }
        Charge charge = decision.charge();
        Verdict verdict = counted.verdict();
        int level = losesTrust(charge.counter().key())
                ? levelAfter(charge, verdict)
                : capacity.get().level();
        boolean byPressure = !verdict.blocked()
                && capacity.get().isUnderPressure()
                && peek(charge, capacity.get().withoutPressure()).allowed();
        Capacity tightest = adaptation.tightest(capacity.get(), level);
        OptionalLong wait = tightest.equals(capacity.get())
                ? verdict.retryAfterMillis()
                : longer(verdict, peek(charge, tightest).retryAfterMillis());
        Verdict told = new Verdict(
                false, verdict.blocked(), false, verdict.atMillis(), wait, verdict.blockedMillis(), verdict.quotas());
        return new PolicyDecision(charge, new StoreResult.Decided(told, counted.source()), true, byPressure);
    }

    private int levelAfter(Charge charge, Verdict verdict) {
        Policy configured = charge.capacity().orElseThrow().configured();
        String key = storedKey.text(charge.counter().key());
        if (!verdict.blocked()) {
            return adaptation.refused(configured, key);
        }
        // to ask while blocked does not count; an operator's block can be there before the key has done anything
        return configured.block().isNone()
                ? charge.capacity().orElseThrow().level()
                : adaptation.blocked(configured, key, blockMillis(configured.block(), verdict));
    }

    /** The wait can be longer than the block, after which another one can begin. */
    private static long blockMillis(BlockRule rule, Verdict verdict) {
        long wait = verdict.retryAfterMillis().orElse(rule.millis());
        return rule.factorHundredths() == BlockRule.CONSTANT ? Math.min(wait, rule.millis()) : wait;
    }

    /** What this instance knows of an acquire with another capacity. */
    private Verdict peek(Charge charge, Capacity capacity) {
        StoreResult known = store.peekLocal(
                charge.counter().under(adaptation.policy(capacity, charge.permits())), charge.permits());
        return known instanceof StoreResult.Decided decided
                ? decided.verdict()
                : new Verdict(false, false, 0, OptionalLong.of(0), List.of());
    }

    private static OptionalLong longer(Verdict verdict, OptionalLong other) {
        OptionalLong own = verdict.retryAfterMillis();
        return own.isEmpty() || other.isEmpty() ? own : OptionalLong.of(Math.max(own.getAsLong(), other.getAsLong()));
    }

    /** The application has answered with {@code status} a request about which {@code decisions} were made. */
    void answered(List<PolicyDecision> decisions, int status) {
        for (PolicyDecision decision : decisions) {
            decision.charge()
                    .capacity()
                    .filter(capacity -> losesTrust(decision.charge().counter().key()))
                    .ifPresent(capacity -> adaptation.answered(
                            capacity.configured(),
                            () -> storedKey.text(decision.charge().counter().key()),
                            status));
        }
    }

    /** Forgets what the key of {@code charge} has done. */
    void forgive(Charge charge) {
        adaptation.forgive(
                charge.policy(), () -> storedKey.text(charge.counter().key()));
    }
}
