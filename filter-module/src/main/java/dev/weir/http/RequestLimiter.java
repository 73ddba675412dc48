package dev.weir.http;

import dev.weir.Decision;
import dev.weir.config.PolicySettings;
import dev.weir.config.Settings;
import dev.weir.core.Mode;
import dev.weir.engine.Charge;
import dev.weir.engine.Engine;
import dev.weir.engine.PolicyDecision;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.reply.HeaderFields;
import dev.weir.reply.Reply;
import dev.weir.store.Rosters;
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
        return admit(request, requestDecisions, uses, requestDecisions.untilTheResponseEnds());
    }

    /**
     * Does the same for a part of a request that ends by itself, such as a call of a bean.
     *
     * @param until gets the slots; where another part of the request holds one already, the same
     */
    public List<Decision> admit(
            RequestView request, RequestDecisions requestDecisions, List<AppliedPolicy> uses, HeldSlots until) {
        try {
            if (!settings.get().enabled() || uses.isEmpty()) {
                return List.of();
            }
            if (isExempt(request, requestDecisions)) {
                countExempt(uses, requestDecisions);
                return List.of();
            }
            return decideOnce(request, requestDecisions, uses, until);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            report(UNDECIDED, e);
            return fallback(uses);
        }
    }

    private void countExempt(List<AppliedPolicy> uses, RequestDecisions requestDecisions) {
        uses.stream()
                .map(this::present)
                .filter(use -> use.policy().policy().mode() != Mode.OFF)
                .map(use -> use.policy().name())
                .filter(requestDecisions::passOver)
                .forEach(engine.listener()::exempt);
    }

    /**
     * Decides under the lock of the request: if several of its threads call at the same time, they are decided one
     * after the other.
     */
    private List<Decision> decideOnce(
            RequestView request, RequestDecisions requestDecisions, List<AppliedPolicy> uses, HeldSlots until) {
        requestDecisions.deciding().lock();
        try {
            return decide(request, requestDecisions, uses, until);
        } finally {
            requestDecisions.deciding().unlock();
        }
    }

    private List<Decision> decide(
            RequestView request, RequestDecisions requestDecisions, List<AppliedPolicy> uses, HeldSlots until) {
        List<Decision> refusals = new ArrayList<>();
        List<Charging.Due> dues = new ArrayList<>();
        List<Charge> before = new ArrayList<>(0);
        Set<String> names = new HashSet<>();
        for (AppliedPolicy each : uses) {
            AppliedPolicy use = present(each);
            if (!names.add(use.policy().name())) {
                continue;
            }
            List<Decision> decided = requestDecisions.decisionsOf(use.policy().name());
            decided.stream().filter(decision -> !decision.allowed()).forEach(refusals::add);
            if (use.policy().policy().mode() == Mode.OFF) {
                continue;
            }
            if (decided.isEmpty()) {
                dues.addAll(charging.dues(use, request, requestDecisions));
            } else {
                before.addAll(requestDecisions.withoutSlot(use.policy().name(), until));
            }
        }
        List<Charge> slotted = refusals.isEmpty() ? Charging.slotted(dues, before, requestDecisions, until) : List.of();
        if (!refusals.isEmpty() || (dues.isEmpty() && slotted.isEmpty())) {
            return refusals;
        }
        Charging.Acquired acquired = charging.acquire(dues, slotted, requestDecisions.budget());
        try {
            refusals = record(acquired, requestDecisions);
        } catch (RuntimeException | Error e) {
            acquired.free();
            throw e;
        }
        requestDecisions.hold(acquired.slots(), until);
        return refusals;
    }

    /** Records what became of a request. Returns what refuses it. */
    private List<Decision> record(Charging.Acquired acquired, RequestDecisions requestDecisions) {
        requestDecisions.refuse(acquired.others());
        requestDecisions.record(acquired.decisions());
        replies.writeStanding(requestDecisions);
        engine.listener().decided(acquired.decisions());
        acquired.others().forEach(each -> engine.listener().refused(each.ofPolicy(), each.source()));
        List<Decision> refusals = new ArrayList<>();
        for (PolicyDecision decision : acquired.decisions()) {
            DecisionLog.log(decision);
            if (!decision.allowed()) {
                refusals.add(decision);
            }
        }
        refusals.addAll(acquired.others());
        return refusals;
    }

    /**
     * The decisions of the fallbacks after an internal error, as if the cluster did not answer: the caller never sees
     * the error.
     */
    private List<Decision> fallback(List<AppliedPolicy> uses) {
        List<Decision> refusals = new ArrayList<>();
        for (AppliedPolicy use : uses) {
            PolicyDecision decision = use.undecided();
            engine.listener().fellBack(decision);
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

    /** Frees the slots and refunds the charges, once, also if threads of a request are refused at the same time. */
    private void giveBack(RequestDecisions requestDecisions) {
        try {
            requestDecisions.untilTheResponseEnds().free();
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
        if (!requestDecisions.isExempt() && request.isExemptBy(settings.get().exemptions())) {
            requestDecisions.setExempt();
        }
        return requestDecisions.isExempt();
    }
}
