package dev.weir.http;

import dev.weir.Decision;
import dev.weir.config.rule.WithoutRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decides about calls of limited beans that no request causes: from a timer, an observer at start-up, or a thread that
 * the application created. Safe for use by many threads.
 */
public final class CallsWithoutRequest {

    /** The application itself, one client for all instances. */
    private static final ClientWithoutRequest APPLICATION =
            new ClientWithoutRequest("", "?:application", Optional.empty());

    private static final System.Logger LOG = System.getLogger(CallsWithoutRequest.class.getName());

    private final RequestLimiter requests;
    private final ResponseOutcomes outcomes;
    private final WithoutRequest rule;
    private final LongAdder admitted = new LongAdder();
    private final Set<String> sites = ConcurrentHashMap.newKeySet();

    /**
     * @param requests decides where {@code rule} is {@link WithoutRequest#LIMIT}
     * @param outcomes gives back what is not counted
     */
    public CallsWithoutRequest(RequestLimiter requests, ResponseOutcomes outcomes, WithoutRequest rule) {
        this.requests = requests;
        this.outcomes = outcomes;
        this.rule = rule;
    }

    /**
     * Charges a call for those of {@code uses} that need no request, with the application as the client, or counts it
     * as admitted.
     *
     * @param site the method that is called, for the log
     * @param decisions gets what is decided; {@link #ended} needs it
     * @param until gets the slots
     * @return the decisions that refuse; none if the call is admitted
     */
    public List<Decision> admit(String site, RequestDecisions decisions, List<AppliedPolicy> uses, HeldSlots until) {
        if (rule == WithoutRequest.LIMIT) {
            return requests.admit(APPLICATION, decisions, uses, until);
        }
        if (!uses.isEmpty()) {
            admitted.increment();
            if (sites.add(site)) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "{0} was called without a request: such calls are admitted, unless ratelimit.without-request=limit",
                        site);
            }
        }
        return List.of();
    }

    /** A call has ended: what counts responses counts it as one of status 200, or 500 if it {@code failed}. */
    public void ended(RequestDecisions decisions, boolean failed) {
        outcomes.ended(decisions, failed ? 500 : 200);
    }

    /** The number of calls that were admitted because no request caused them. */
    public long admitted() {
        return admitted.sum();
    }
}
