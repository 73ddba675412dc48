package dev.weir.http;

import dev.weir.Decision;
import dev.weir.config.PolicySettings;
import dev.weir.config.Settings;
import dev.weir.core.Fallback;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.engine.Charge;
import dev.weir.engine.Engine;
import dev.weir.engine.PolicyDecision;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.reply.HeaderFields;
import dev.weir.reply.Reply;
import dev.weir.store.Rosters;
import dev.weir.store.StoreResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Decides about requests: exemptions, keys, and one charge for each policy that applies. The filter, the JAX-RS feature
 * and the interceptor share it. Safe for use by many threads.
 */
public final class RequestLimiter {

    private static final System.Logger LOG = System.getLogger(RequestLimiter.class.getName());

    private static final String UNDECIDED = "cannot decide, the policies' fallbacks do";

    private final Supplier<Settings> settings;
    private final Function<String, Optional<PolicySettings>> policies;
    private final Engine engine;
    private final Charging charging;
    private final Replies replies;
    private final OncePerMinuteLog problems;

    /**
     * Creates a limiter for one application.
     *
     * @param settings the settings at present
     * @param policies finds a policy by its name, as it is configured at present; policies declared later are included
     * @param rosters who has come under which tenant
     * @param problems logs unexpected errors
     */
    public RequestLimiter(
            Supplier<Settings> settings,
            Function<String, Optional<PolicySettings>> policies,
            Engine engine,
            KeyExtractor keys,
            TierSelector tiers,
            Rosters rosters,
            Logins logins,
            HeaderFields fields,
            OncePerMinuteLog problems) {
        this.settings = settings;
        this.policies = policies;
        this.engine = engine;
        this.charging = new Charging(engine, keys, tiers, logins, new Members(rosters));
        this.replies = new Replies(policies, fields, problems);
        this.problems = problems;
    }

    /** Returns the decisions of a new request, none so far. */
    public RequestDecisions newRequestDecisions() {
        return new RequestDecisions(engine.newBudget());
    }

    /**
     * Returns the result of {@code decision} or, if it fails, of the fallbacks of {@code affected}: the caller never
     * sees an error of Weir.
     *
     * @return the response to a request that is refused; empty if it is admitted
     */
    public Optional<Reply> orFallback(Supplier<Optional<Reply>> decision, Supplier<List<AppliedPolicy>> affected) {
        try {
            return decision.get();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            report(UNDECIDED, e);
        }
        List<Decision> refusals = fallback(affected.get());
        return refusals.isEmpty() ? Optional.empty() : Optional.of(replies.plain(refusals));
    }

    /**
     * Does the same for callers that cannot write a response: returns the decisions that refuse, none if the request is
     * admitted.
     */
    public List<Decision> refusalsOrFallback(
            Supplier<List<Decision>> decision, Supplier<List<AppliedPolicy>> affected) {
        try {
            return decision.get();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            report(UNDECIDED, e);
            return fallback(affected.get());
        }
    }

    /** Returns the response to {@code request}; empty if it is admitted. */
    public Optional<Reply> check(RequestView request, RequestDecisions requestDecisions, List<AppliedPolicy> uses) {
        List<Decision> refusals = admit(request, requestDecisions, uses);
        return refusals.isEmpty() ? Optional.empty() : Optional.of(refuse(request, requestDecisions, refusals));
    }

    /** Counts an internal error, and logs it unless one was logged within the last minute. */
    public void report(String message, Throwable problem) {
        problems.warn(message, problem);
    }

    /** Whether requests from this client are refused with status 403. */
    public boolean isDenied(RequestView request) {
        try {
            Settings present = settings.get();
            return present.enabled()
                    && !present.deniedAddresses().isEmpty()
                    && present.deniedAddresses().contains(request.wholeClientAddress());
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            report("cannot tell the client's address, which may be denied", e);
            return false;
        }
    }

    /**
     * Charges {@code request} for all of {@code uses} that apply to it and that it was not charged for before, or for
     * none of them if one refuses.
     *
     * @return the decisions that refuse; none if the request is admitted
     */
    public List<Decision> admit(RequestView request, RequestDecisions requestDecisions, List<AppliedPolicy> uses) {
        try {
            return !settings.get().enabled() || uses.isEmpty() || isExempt(request, requestDecisions)
                    ? List.of()
                    : decideOnce(request, requestDecisions, uses);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            report(UNDECIDED, e);
            return fallback(uses);
        }
    }

    /**
     * Decides under the lock of the request: if several of its threads call at the same time, they are decided one
     * after the other.
     */
    private List<Decision> decideOnce(
            RequestView request, RequestDecisions requestDecisions, List<AppliedPolicy> uses) {
        requestDecisions.deciding().lock();
        try {
            return decide(request, requestDecisions, uses);
        } finally {
            requestDecisions.deciding().unlock();
        }
    }

    private List<Decision> decide(RequestView request, RequestDecisions requestDecisions, List<AppliedPolicy> uses) {
        List<Decision> refusals = new ArrayList<>();
        List<Charging.Due> dues = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (AppliedPolicy each : uses) {
            AppliedPolicy use = present(each);
            if (!names.add(use.policy().name())) {
                continue;
            }
            List<Decision> before = requestDecisions.decisionsOf(use.policy().name());
            before.stream().filter(decision -> !decision.allowed()).forEach(refusals::add);
            if (before.isEmpty() && use.policy().policy().mode() != Mode.OFF) {
                dues.addAll(charging.dues(use, request, requestDecisions));
            }
        }
        if (!refusals.isEmpty() || dues.isEmpty()) {
            return refusals;
        }
        Charging.Acquired acquired = charging.acquire(dues, requestDecisions.budget());
        List<PolicyDecision> decisions = acquired.decisions();
        requestDecisions.refuse(acquired.strangers());
        requestDecisions.record(decisions);
        replies.writeStanding(requestDecisions);
        for (PolicyDecision decision : decisions) {
            log(decision);
            if (!decision.allowed()) {
                refusals.add(decision);
            }
        }
        refusals.addAll(acquired.strangers());
        return refusals;
    }

    /**
     * The decisions of the fallbacks after an internal error, as if the cluster did not answer: the caller never sees
     * the error.
     */
    private static List<Decision> fallback(List<AppliedPolicy> uses) {
        List<Decision> refusals = new ArrayList<>();
        for (AppliedPolicy use : uses) {
            Policy policy = use.policy().policy();
            StoreResult answer = new StoreResult.Undecided(policy.fallback() != Fallback.CLOSED);
            PolicyDecision decision = new PolicyDecision(Charge.ofUnknownKey(policy, use.cost()), answer, true);
            if (!decision.allowed()) {
                refusals.add(decision);
            }
        }
        return refusals;
    }

    /**
     * Returns the response to a request that {@code refusals} refused. The charges of the request by other policies are
     * refunded: a refused request consumes nothing.
     */
    public Reply refuse(RequestView request, RequestDecisions requestDecisions, List<? extends Decision> refusals) {
        giveBack(requestDecisions);
        // an exception that was serialized, for example by a remote view, has lost its decisions
        return replies.refusal(request, requestDecisions, refusals.isEmpty() ? requestDecisions.refusals() : refusals);
    }

    /** Refunds the charges once, also if several threads of a request are refused at the same time. */
    private void giveBack(RequestDecisions requestDecisions) {
        try {
            requestDecisions.deciding().lock();
            try {
                requestDecisions.update(
                        engine.refund(requestDecisions.takeCharged(charge -> true), requestDecisions.budget()));
            } finally {
                requestDecisions.deciding().unlock();
            }
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            report("cannot give back what a refused request was charged", e);
        }
    }

    /** The policy as it is configured at present: a site can know it as it was when the application started. */
    private AppliedPolicy present(AppliedPolicy use) {
        return policies.apply(use.policy().name())
                .map(policy -> new AppliedPolicy(policy, use.declaredCost()))
                .orElse(use);
    }

    /**
     * Whether the request is exempt. Once exempt, it stays so; a request that is not can become exempt when a filter of
     * JAX-RS authenticates the caller.
     */
    boolean isExempt(RequestView request, RequestDecisions requestDecisions) {
        if (!requestDecisions.isExempt() && isExempt(request)) {
            requestDecisions.setExempt();
        }
        return requestDecisions.isExempt();
    }

    private boolean isExempt(RequestView request) {
        Settings.Exemptions exemptions = settings.get().exemptions();
        if (request.isFreedBy(exemptions.paths())) {
            return true;
        }
        for (String role : exemptions.roles()) {
            if (request.hasRole(role)) {
                return true;
            }
        }
        return !exemptions.addresses().isEmpty() && exemptions.addresses().contains(request.wholeClientAddress());
    }

    private static void log(PolicyDecision decision) {
        if (decision.exceeded() || decision.unavailable()) {
            LOG.log(System.Logger.Level.DEBUG, () -> message(decision));
        }
    }

    private static String message(PolicyDecision decision) {
        return decision.allowed()
                ? "policy " + decision.policy() + " would refuse, decided by " + decision.source()
                : "policy " + decision.policy() + " refused, retry after "
                        + decision.retryAfter().map(Object::toString).orElse("never") + ", decided by "
                        + decision.source();
    }
}
