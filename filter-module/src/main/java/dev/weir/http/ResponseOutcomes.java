package dev.weir.http;

import dev.weir.config.PolicySettings;
import dev.weir.config.Settings;
import dev.weir.engine.Engine;
import dev.weir.engine.PolicyDecision;
import dev.weir.log.OncePerMinuteLog;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Does what is due at the end of a response: frees the slots of the request, and gives back what it was charged by
 * policies that do not count its response. Charged at admission and given back at the end, so that a burst of requests
 * in flight cannot exceed a limit. Safe for use by many threads.
 */
public final class ResponseOutcomes {

    private final Supplier<Settings> settings;
    private final Function<String, Optional<PolicySettings>> policies;
    private final Engine engine;
    private final Logins logins;
    private final OncePerMinuteLog problems;

    /**
     * Creates the outcomes of one application.
     *
     * @param policies finds a policy by its name, as it is configured at present
     * @param problems logs unexpected errors
     */
    public ResponseOutcomes(
            Supplier<Settings> settings,
            Function<String, Optional<PolicySettings>> policies,
            Engine engine,
            Logins logins,
            OncePerMinuteLog problems) {
        this.settings = settings;
        this.policies = policies;
        this.engine = engine;
        this.logins = logins;
        this.problems = problems;
    }

    /** Whether any policy depends on responses: otherwise no end of a response needs to be known. */
    public boolean areCounted() {
        for (PolicySettings policy : settings.get().policies().values()) {
            if (policy.dependsOnResponses()) {
                return true;
            }
        }
        return false;
    }

    /** {@link #ended} will be called for the response to a request: until then it can hold slots. */
    public void expectEnd(RequestDecisions requestDecisions) {
        requestDecisions.untilTheResponseEnds().open();
    }

    /**
     * The response to a request has ended. If {@code status} is not known, because the client had gone before, what was
     * charged stays charged, and a login has neither failed nor succeeded. Never throws.
     */
    public void ended(RequestDecisions requestDecisions, OptionalInt status) {
        if (status.isPresent()) {
            ended(requestDecisions, status.getAsInt());
        } else {
            requestDecisions.untilTheResponseEnds().end();
        }
    }

    /** The response to a request has ended with {@code status}. Never throws. */
    public void ended(RequestDecisions requestDecisions, int status) {
        try {
            requestDecisions.untilTheResponseEnds().end();
            List<PolicyDecision> uncounted =
                    requestDecisions.takeCharged(decision -> !counts(decision, requestDecisions, status));
            if (!uncounted.isEmpty()) {
                var unused = engine.refund(uncounted, engine.newBudget());
            }
            logins.ended(requestDecisions, status, policies);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            problems.warn("cannot give back what a response does not count", e);
        }
    }

    /** Gives back all that was charged. Never throws. */
    void giveBack(RequestDecisions requestDecisions) {
        try {
            var unused = engine.refund(requestDecisions.takeCharged(decision -> true), engine.newBudget());
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            problems.warn("cannot give back what a login was charged", e);
        }
    }

    private boolean counts(PolicyDecision decision, RequestDecisions requestDecisions, int status) {
        return policies.apply(decision.policy())
                .map(policy -> logins.counts(policy, decision, requestDecisions, status))
                .orElse(true);
    }
}
