package dev.weir.http;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.RateLimiter;
import dev.weir.config.PolicySettings;
import dev.weir.engine.LoginName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Counts the logins that the container makes, before any filter: only those that fail, by address and by username. Safe
 * for use by many threads.
 */
public final class ContainerLogins {

    /** The policy of these logins. */
    private static final String POLICY = "login";

    private final RequestLimiter requests;
    private final RateLimiter limiter;
    private final ResponseOutcomes outcomes;
    private final Logins logins;
    private final Function<String, Optional<PolicySettings>> policies;

    /**
     * Creates the logins of one application.
     *
     * @param policies finds a policy by its name, as it is configured at present
     */
    public ContainerLogins(
            RequestLimiter requests,
            RateLimiter limiter,
            ResponseOutcomes outcomes,
            Logins logins,
            Function<String, Optional<PolicySettings>> policies) {
        this.requests = requests;
        this.limiter = limiter;
        this.outcomes = outcomes;
        this.logins = logins;
        this.policies = policies;
    }

    /** A login that the container is about to make. */
    public interface Login {

        /** The decisions that refuse it; none if the container may try. */
        List<Decision> refusals();

        /** The container has tried. */
        void ended(boolean succeeded);
    }

    /**
     * Begins a login of {@code username}. If the user is not known at this address, it is charged at once, so that many
     * at the same time cannot pass the limit, and given back if it succeeds. A known user sends credentials with each
     * of many requests at the same time, so these are charged when they have failed.
     *
     * @param counted the decisions of the request, if Weir has seen it: a login that is counted there already is not
     *     counted again
     */
    public Login begin(RequestView seen, String username, Optional<RequestDecisions> counted) {
        RequestView request = new NamedLogin(seen, username);
        if (counted.filter(decisions -> !decisions.decisionsOf(POLICY).isEmpty())
                .isPresent()) {
            return new Told(request, username, counted.get());
        }
        RequestDecisions own = requests.newRequestDecisions();
        Optional<PolicySettings> present = policies.apply(POLICY).filter(each -> !requests.isExempt(request, own));
        Optional<LoginName> name = LoginName.of(username);
        if (present.isEmpty() || name.isEmpty()) {
            return new Uncounted();
        }
        LoginAttempt attempt = Logins.attempt(name.get(), request);
        if (logins.isKnown(attempt, own)) {
            return Known.look(limiter, List.of(Key.address(request.clientAddress()), attempt.here()));
        }
        List<Decision> refusals = requests.admit(request, own, List.of(new AppliedPolicy(present.get(), 1)));
        return new Charged(refusals, own, attempt);
    }

    /** A login that no limit applies to. */
    private static final class Uncounted implements Login {
        @Override
        public List<Decision> refusals() {
            return List.of();
        }

        @Override
        public void ended(boolean succeeded) {
            // nothing was charged
        }
    }

    /** A login that the request was charged for already; its response would not tell a success for certain. */
    private final class Told implements Login {
        private final RequestView request;
        private final String username;
        private final RequestDecisions counted;

        Told(RequestView request, String username, RequestDecisions counted) {
            this.request = request;
            this.username = username;
            this.counted = counted;
        }

        @Override
        public List<Decision> refusals() {
            return List.of();
        }

        @Override
        public void ended(boolean succeeded) {
            if (succeeded) {
                logins.succeeded(username, request, counted);
            }
        }
    }

    /** A login of a user who is known at the address: charged when it has failed. */
    private record Known(RateLimiter limiter, List<Key> keys, List<Decision> refusals) implements Login {

        static Known look(RateLimiter limiter, List<Key> keys) {
            List<Decision> refusals = new ArrayList<>();
            for (Key key : keys) {
                Decision decision = limiter.peek(POLICY, key);
                if (!decision.allowed()) {
                    refusals.add(decision);
                }
            }
            return new Known(limiter, keys, refusals);
        }

        @Override
        public void ended(boolean succeeded) {
            if (!succeeded) {
                for (Key key : keys) {
                    Decision unused = limiter.acquire(POLICY, key);
                }
            }
        }
    }

    /** A login of anybody else: charged already, and given back if it has succeeded. */
    private final class Charged implements Login {
        private final List<Decision> refusals;
        private final RequestDecisions own;
        private final LoginAttempt attempt;

        Charged(List<Decision> refusals, RequestDecisions own, LoginAttempt attempt) {
            this.refusals = refusals;
            this.own = own;
            this.attempt = attempt;
        }

        @Override
        public List<Decision> refusals() {
            return refusals;
        }

        @Override
        public void ended(boolean succeeded) {
            if (succeeded) {
                outcomes.giveBack(own);
                logins.remember(attempt);
            }
        }
    }
}
