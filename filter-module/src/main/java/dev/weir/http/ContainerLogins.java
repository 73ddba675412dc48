package dev.weir.http;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.RateLimiter;
import dev.weir.Reservation;
import dev.weir.config.PolicySettings;
import dev.weir.engine.LoginName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Counts the logins that the container makes, before any filter: only those that fail, by address and by username. Safe
 * for use by many threads.
 */
public final class ContainerLogins {

    /** The policy of these logins. */
    private static final String POLICY = "login";
    /** A login that has not ended by then stays charged. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final RequestLimiter requests;
    private final RateLimiter limiter;
    private final ResponseOutcomes outcomes;
    private final Logins logins;
    private final Function<String, Optional<PolicySettings>> policies;
    private final PasswordChecks checks = new PasswordChecks();

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

        /** The container has tried, because nothing refused it. */
        void ended(boolean succeeded);
    }

    /**
     * Begins a login of {@code username}. If the user is not known at this address, it is charged at once, so that many
     * at the same time cannot pass the limit, and given back if it succeeds. A known user sends credentials with each
     * of many requests at the same time, so these are charged when they have failed.
     *
     * @param password what the container is about to check
     * @param counted the decisions of the request, if Weir has seen it: what it is counted for there already is not
     *     counted again
     */
    public Login begin(RequestView seen, String username, String password, Optional<RequestDecisions> counted) {
        RequestView request = new NamedLogin(seen, username);
        Optional<LoginAttempt> attempt = LoginName.of(username).map(name -> Logins.attempt(name, request));
        if (counted.filter(decisions -> !decisions.decisionsOf(POLICY).isEmpty())
                .isPresent()) {
            Login byName = attempt.filter(each -> !counted.get().haveCounted(POLICY, keys(each)))
                    .map(each -> byName(each, password, counted.get()))
                    .orElseGet(Uncounted::new);
            return new Told(byName, request, username, counted.get());
        }
        RequestDecisions own = requests.newRequestDecisions();
        Optional<PolicySettings> present = policies.apply(POLICY).filter(each -> !requests.isExempt(request, own));
        if (present.isEmpty() || attempt.isEmpty()) {
            return new Uncounted();
        }
        if (logins.isKnown(attempt.get(), own)) {
            Key address = Key.address(request.clientAddress());
            return known(attempt.get(), password, List.of(address, attempt.get().here()));
        }
        List<Decision> refusals = requests.admit(request, own, List.of(new AppliedPolicy(present.get(), 1)));
        return new Charged(refusals, own, attempt.get());
    }

    /** The keys by which a request can be counted for a username. */
    private static Set<Key> keys(LoginAttempt attempt) {
        return Set.of(attempt.anywhere(), attempt.here(), LoginName.UNCLEAR.key());
    }

    /** A login that is counted by its username alone, because the request is counted by its address already. */
    private Login byName(LoginAttempt attempt, String password, RequestDecisions counted) {
        return logins.isKnown(attempt, counted)
                ? known(attempt, password, List.of(attempt.here()))
                : new Reserved(limiter.reserve(POLICY, attempt.anywhere(), 1, LONGEST));
    }

    private Login known(LoginAttempt attempt, String password, List<Key> keys) {
        List<Decision> refusals = checks.begin(
                attempt.here(),
                password,
                () -> keys.stream().map(key -> limiter.peek(POLICY, key)).toList());
        return new Known(attempt.here(), password, keys, refusals);
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

    /**
     * A login whose request is counted by its address already, and perhaps by its username; its response would not tell
     * a success for certain.
     */
    private final class Told implements Login {
        private final Login byName;
        private final RequestView request;
        private final String username;
        private final RequestDecisions counted;

        Told(Login byName, RequestView request, String username, RequestDecisions counted) {
            this.byName = byName;
            this.request = request;
            this.username = username;
            this.counted = counted;
        }

        @Override
        public List<Decision> refusals() {
            return byName.refusals();
        }

        @Override
        public void ended(boolean succeeded) {
            byName.ended(succeeded);
            if (succeeded) {
                logins.succeeded(username, request, counted);
            }
        }
    }

    /** A login by a username that is charged already, and given back if it has succeeded. */
    private record Reserved(Reservation permit) implements Login {

        @Override
        public List<Decision> refusals() {
            return permit.refusal().stream().toList();
        }

        @Override
        public void ended(boolean succeeded) {
            boolean unused = succeeded && permit.cancel();
        }
    }

    /** A login of a user who is known at the address: charged when it has failed. */
    private final class Known implements Login {
        private final Key user;
        private final String password;
        private final List<Key> keys;
        private final List<Decision> refusals;

        Known(Key user, String password, List<Key> keys, List<Decision> refusals) {
            this.user = user;
            this.password = password;
            this.keys = keys;
            this.refusals = refusals;
        }

        @Override
        public List<Decision> refusals() {
            return refusals;
        }

        @Override
        public void ended(boolean succeeded) {
            try {
                if (!succeeded) {
                    for (Key key : keys) {
                        Decision unused = limiter.acquire(POLICY, key);
                    }
                }
            } finally {
                checks.end(user, password, !succeeded);
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
