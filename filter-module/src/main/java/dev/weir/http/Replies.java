package dev.weir.http;

import dev.weir.Decision;
import dev.weir.config.PolicySettings;
import dev.weir.config.rule.Disclosure;
import dev.weir.core.Quota;
import dev.weir.engine.OtherRefusal;
import dev.weir.engine.PolicyDecision;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.reply.BodyFormat;
import dev.weir.reply.HeaderFields;
import dev.weir.reply.Refusal;
import dev.weir.reply.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes replies and header fields from decisions, with the details that each policy discloses. Safe for use by many
 * threads.
 */
final class Replies {

    private final Function<String, Optional<PolicySettings>> policies;
    private final HeaderFields fields;
    private final OncePerMinuteLog problems;

    Replies(Function<String, Optional<PolicySettings>> policies, HeaderFields fields, OncePerMinuteLog problems) {
        this.policies = policies;
        this.fields = fields;
        this.problems = problems;
    }

    /**
     * Writes the header fields that report the client's remaining permits. The decisions are valid whether or not the
     * response accepts the fields.
     */
    void writeStanding(RequestDecisions requestDecisions) {
        try {
            requestDecisions.write(standing(requestDecisions));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            problems.warn("cannot write the fields that say what is left", e);
        }
    }

    /** Returns the response to a request that {@code refusals} refused. */
    Reply refusal(RequestView request, RequestDecisions requestDecisions, List<? extends Decision> refusals) {
        try {
            return Reply.of(refusal(refusals), BodyFormat.of(request), standing(requestDecisions));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            problems.warn("cannot write all of a refusal", e);
            return plain(refusals);
        }
    }

    /** Returns the response to a refusal, independent of the request. */
    Reply plain(List<? extends Decision> refusals) {
        return Reply.of(refusal(refusals), BodyFormat.PROBLEM, Map.of());
    }

    private Refusal refusal(List<? extends Decision> refusals) {
        return new Refusal(refusals, this::isDisclosed);
    }

    private Map<String, String> standing(RequestDecisions requestDecisions) {
        return fields.of(disclosed(requestDecisions.decisions()));
    }

    private List<PolicyDecision> disclosed(List<PolicyDecision> decisions) {
        Map<String, PolicyDecision> disclosed = new LinkedHashMap<>();
        for (PolicyDecision decision : decisions) {
            if (decision.charge().enforced() && isDisclosed(decision)) {
                disclosed.merge(decision.policy(), decision, Replies::tightest);
            }
        }
        return new ArrayList<>(disclosed.values());
    }

    /** Of the decisions of one policy, about several keys, the one that has least left. */
    private static PolicyDecision tightest(PolicyDecision one, PolicyDecision other) {
        Optional<Quota> ofOne = one.quotas().stream().min(Quota.TIGHTEST_FIRST);
        Optional<Quota> ofOther = other.quotas().stream().min(Quota.TIGHTEST_FIRST);
        boolean otherIsTighter = ofOther.isPresent()
                && (ofOne.isEmpty() || Quota.TIGHTEST_FIRST.compare(ofOther.get(), ofOne.get()) < 0);
        return otherIsTighter ? other : one;
    }

    private boolean isDisclosed(Decision decision) {
        return policies.apply(decision instanceof OtherRefusal other ? other.ofPolicy() : decision.policy())
                .map(policy -> policy.disclosure() == Disclosure.FULL)
                .orElse(true);
    }
}
