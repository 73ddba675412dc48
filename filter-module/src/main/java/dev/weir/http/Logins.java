package dev.weir.http;

import dev.weir.Key;
import dev.weir.config.PolicySettings;
import dev.weir.config.rule.LoginRule;
import dev.weir.engine.LoginName;
import dev.weir.engine.PolicyDecision;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.login.KnownAddresses;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Counts logins by username, beside the address. Where a user is known to log in from, the name has a counter of its
 * own, so that others cannot lock the user out there. Whether a user exists is never asked, so no time tells it. Safe
 * for use by many threads.
 */
public final class Logins {

    /** Requests that cannot be logins by a password: their responses do not tell whether one succeeded. */
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** A client with one address of IPv6 has its /64, whatever network makes the key of a client. */
    private static final ClientAddress NETWORKS = new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64);

    private final LoginNames names;
    private final KnownAddresses known;
    private final Function<Key, String> text;

    /**
     * Creates the logins of one application.
     *
     * @param resolvers finds the beans that say usernames
     * @param known where users have logged in from
     * @param text the text of a key, as it is stored
     * @param problems logs what cannot be found out
     */
    public Logins(KeyResolvers resolvers, KnownAddresses known, Function<Key, String> text, OncePerMinuteLog problems) {
        this.names = new LoginNames(resolvers, problems);
        this.known = known;
        this.text = text;
    }

    /** The keys of the usernames that {@code request} tries; none if {@code policy} counts none. */
    List<Key> keys(PolicySettings policy, RequestView request, RequestDecisions requestDecisions) {
        if (policy.login().isEmpty()) {
            return List.of();
        }
        Set<LoginAttempt> attempts = new LinkedHashSet<>();
        List<Key> keys = new ArrayList<>();
        for (LoginName name : names.of(policy.login().get().username(), request)) {
            LoginAttempt attempt = attempt(name, request);
            boolean atHome = !name.equals(LoginName.UNCLEAR) && isKnown(attempt, requestDecisions);
            keys.add(atHome ? attempt.here() : attempt.anywhere());
            if (!name.equals(LoginName.UNCLEAR) && !SAFE_METHODS.contains(request.method())) {
                attempts.add(attempt);
            }
        }
        requestDecisions.logins().add(policy.name(), keys.size() == 1 ? attempts : Set.of());
        return keys;
    }

    /** Whether the user has logged in from the client's address. */
    boolean isKnown(LoginAttempt attempt, RequestDecisions requestDecisions) {
        return known.has(text.apply(attempt.anywhere()), text.apply(attempt.here()), requestDecisions.budget());
    }

    /** The user has logged in from the client's address. */
    void remember(LoginAttempt attempt) {
        known.add(text.apply(attempt.anywhere()), text.apply(attempt.here()));
    }

    static LoginAttempt attempt(LoginName name, RequestView request) {
        String network = NETWORKS.resolve(request.wholeClientAddress(), List.of());
        return new LoginAttempt(name.key(), name.keyAt(network));
    }

    /** The application says that {@code request} has logged in {@code username}. */
    public void succeeded(String username, RequestView request, RequestDecisions requestDecisions) {
        LoginName name = LoginName.of(username).orElse(LoginName.UNCLEAR);
        requestDecisions.logins().succeeded(attempt(name, request));
    }

    /** Whether {@code decision} stays charged after a response. */
    boolean counts(PolicySettings policy, PolicyDecision decision, RequestDecisions requestDecisions, int status) {
        boolean byName = decision.charge().counter().key().kind() == Key.Kind.LOGIN;
        boolean told = requestDecisions.logins().told().isPresent();
        return policy.login()
                .filter(rule -> byName)
                .map(rule -> rule.counts(status, told))
                .orElseGet(() -> policy.count().counts(status));
    }

    /** Records the address of a request that has logged somebody in. */
    void ended(RequestDecisions requestDecisions, int status, Function<String, Optional<PolicySettings>> policies) {
        Optional<LoginAttempt> told = requestDecisions.logins().told();
        Set<LoginAttempt> succeeded = new LinkedHashSet<>();
        for (Map.Entry<String, Set<LoginAttempt>> each :
                requestDecisions.logins().byPolicy().entrySet()) {
            Optional<LoginRule> rule = policies.apply(each.getKey()).flatMap(PolicySettings::login);
            if (rule.isPresent() && rule.get().succeeds(status, told.isPresent())) {
                succeeded.addAll(each.getValue());
            }
        }
        if (succeeded.isEmpty()) {
            told.ifPresent(succeeded::add);
        }
        succeeded.forEach(this::remember);
    }
}
