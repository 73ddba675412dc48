package dev.weir.reply;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.Source;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.core.Quota;
import dev.weir.core.Verdict;
import dev.weir.engine.Charge;
import dev.weir.engine.PolicyDecision;
import dev.weir.store.StoreResult;
import dev.weir.text.LimitReader;
import java.util.List;
import java.util.OptionalLong;

/** Decisions that a test makes up. */
public final class Decisions {

    private Decisions() {}

    static Quota quota(String limit, long remaining, long resetAfterMillis) {
        return new Quota(LimitReader.read(limit), remaining, resetAfterMillis);
    }

    static PolicyDecision admitted(String policy, Quota... quotas) {
        return decided(policy, new Verdict(true, false, 0, OptionalLong.of(0), List.of(quotas)));
    }

    public static PolicyDecision refused(String policy, long retryAfterMillis) {
        return refused(policy, OptionalLong.of(retryAfterMillis), false);
    }

    static PolicyDecision never(String policy) {
        return refused(policy, OptionalLong.empty(), false);
    }

    static PolicyDecision blocked(String policy, long retryAfterMillis) {
        return refused(policy, OptionalLong.of(retryAfterMillis), true);
    }

    /** Refused by the limit, so that the key is blocked from now on. */
    static PolicyDecision beginning(String policy, long blockMillis) {
        List<Quota> quotas = List.of(quota("5/1m", 0, 9));
        return decided(policy, new Verdict(false, true, true, 0, OptionalLong.of(blockMillis), blockMillis, quotas));
    }

    /** Refused because of pressure alone. */
    static PolicyDecision shed(String policy) {
        PolicyDecision refused = refused(policy, 1);
        return new PolicyDecision(refused.charge(), refused.answer(), true, true);
    }

    static PolicyDecision unavailable(String policy) {
        return new PolicyDecision(charge(policy), new StoreResult.Undecided(false), true);
    }

    private static PolicyDecision refused(String policy, OptionalLong retryAfterMillis, boolean blocked) {
        return decided(policy, new Verdict(false, blocked, 0, retryAfterMillis, List.of(quota("5/1m", 0, 9))));
    }

    private static PolicyDecision decided(String policy, Verdict verdict) {
        return new PolicyDecision(charge(policy), new StoreResult.Decided(verdict, Source.CLUSTER), true);
    }

    private static Charge charge(String policy) {
        List<Limit> limits = List.of(LimitReader.read("5/1m"));
        return new Charge(Policy.of(policy, Algorithm.SLIDING_WINDOW, limits), Key.user("alice"), 1);
    }
}
