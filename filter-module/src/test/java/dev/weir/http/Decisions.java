package dev.weir.http;

import dev.weir.Key;
import dev.weir.core.Algorithm;
import dev.weir.core.Limit;
import dev.weir.core.Policy;
import dev.weir.core.Quota;
import dev.weir.core.Source;
import dev.weir.core.Verdict;
import dev.weir.engine.Charge;
import dev.weir.engine.Decided;
import dev.weir.store.Answer;
import java.util.List;
import java.util.OptionalLong;

/** Decisions that a test makes up. */
final class Decisions {

    private Decisions() {}

    static Quota quota(String limit, long remaining, long resetAfterMillis) {
        return new Quota(Limit.parse(limit), remaining, resetAfterMillis);
    }

    static Decided admitted(String policy, Quota... quotas) {
        return decided(policy, new Verdict(true, false, 0, OptionalLong.of(0), List.of(quotas)));
    }

    static Decided refused(String policy, long retryAfterMillis) {
        return refused(policy, OptionalLong.of(retryAfterMillis), false);
    }

    static Decided never(String policy) {
        return refused(policy, OptionalLong.empty(), false);
    }

    static Decided blocked(String policy, long retryAfterMillis) {
        return refused(policy, OptionalLong.of(retryAfterMillis), true);
    }

    static Decided unavailable(String policy) {
        return new Decided(charge(policy), new Answer.Uncounted(false), true);
    }

    private static Decided refused(String policy, OptionalLong retryAfterMillis, boolean blocked) {
        return decided(policy, new Verdict(false, blocked, 0, retryAfterMillis, List.of(quota("5/1m", 0, 9))));
    }

    private static Decided decided(String policy, Verdict verdict) {
        return new Decided(charge(policy), new Answer.Counted(verdict, Source.CLUSTER), true);
    }

    private static Charge charge(String policy) {
        List<Limit> limits = List.of(Limit.parse("5/1m"));
        return new Charge(Policy.of(policy, Algorithm.SLIDING_WINDOW, limits), Key.user("alice"), 1);
    }
}
