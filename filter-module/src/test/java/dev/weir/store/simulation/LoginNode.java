package dev.weir.store.simulation;

import dev.weir.Decision;
import dev.weir.config.PolicySettings;
import dev.weir.config.Settings;
import dev.weir.http.AppliedPolicy;
import dev.weir.http.FakeRequest;
import dev.weir.http.KeyExtractor;
import dev.weir.http.KeyResolvers;
import dev.weir.http.ListedResolvers;
import dev.weir.http.Logins;
import dev.weir.http.RequestDecisions;
import dev.weir.http.RequestLimiter;
import dev.weir.http.ResponseOutcomes;
import dev.weir.http.TierSelector;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.login.KnownAddresses;
import dev.weir.reply.HeaderFields;
import dev.weir.store.SharedEntries;
import dev.weir.store.memory.LocalRosters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one instance does with the logins that it gets, as it does in production. */
final class LoginNode {

    static final String POLICY = "login";

    private static final System.Logger LOG = System.getLogger(LoginNode.class.getName());
    private static final int UNAUTHORIZED = 401;
    private static final int OK = 200;

    final SimulatedNode node;
    /** When this instance last asked for the addresses of a user, and had no answer in time. */
    private long unansweredMillis = Long.MIN_VALUE / 2;

    private final SimulatedTime time;
    private final PolicySettings policy;
    private final RequestLimiter limiter;
    private final ResponseOutcomes outcomes;
    private boolean isAdmitting;

    LoginNode(SimulatedNode node, SimulatedTime time, Settings settings) {
        this.node = node;
        this.time = time;
        this.policy = settings.policies().get(POLICY);
        OncePerMinuteLog problems = new OncePerMinuteLog(LOG, node.clock());
        KeyResolvers resolvers = new ListedResolvers(Map.of());
        KnownAddresses known =
                new KnownAddresses(new Entries(node.logins()), () -> "/simulated", node.clock(), problems);
        Logins logins = new Logins(resolvers, known, SimulatedNode.KEYS::textOf, problems);
        TierSelector tiers = new TierSelector(settings.tiers(), (name, key) -> Optional.empty(), resolvers, problems);
        Function<String, Optional<PolicySettings>> policies =
                name -> Optional.ofNullable(settings.policies().get(name));
        this.limiter = new RequestLimiter(
                () -> settings,
                policies,
                node.engine(),
                new KeyExtractor(resolvers, problems),
                tiers,
                new LocalRosters(node.clock(), 1_000),
                logins,
                new HeaderFields(settings.headers(), node.clock()),
                problems);
        this.outcomes = new ResponseOutcomes(() -> settings, policies, node.engine(), logins, problems);
    }

    /** Texts as a thread sees them that waits for them: meanwhile time passes. */
    private final class Entries implements SharedEntries {

        private final SharedEntries entries;

        Entries(SharedEntries entries) {
            this.entries = entries;
        }

        @Override
        public CompletionStage<@Nullable String> get(String name) {
            CompletableFuture<@Nullable String> answer = entries.get(name).toCompletableFuture();
            // an address is recorded without waiting
            for (long left = node.timeoutMillis(); isAdmitting && left > 0 && !answer.isDone(); left--) {
                time.pass(1);
            }
            if (isAdmitting && (!answer.isDone() || answer.isCompletedExceptionally())) {
                unansweredMillis = time.millis();
            }
            return answer;
        }

        @Override
        public CompletionStage<Boolean> replace(String name, @Nullable String expected, String text) {
            return entries.replace(name, expected, text);
        }
    }

    /** A request of a client at {@code address} to log in {@code username}. */
    final class Attempt {

        private final RequestDecisions decisions = limiter.newRequestDecisions();
        private final List<Decision> refusals;

        private Attempt(String address, String username) {
            FakeRequest request =
                    new FakeRequest().to("POST", "/login").from(address).submitting(username);
            isAdmitting = true;
            this.refusals =
                    node.waiting(() -> limiter.admit(request, decisions, List.of(new AppliedPolicy(policy, 1))));
            isAdmitting = false;
        }

        boolean isAdmitted() {
            return refusals.isEmpty();
        }

        List<Decision> refusals() {
            return refusals;
        }

        /** The application has answered, unless the instance is gone. */
        void end(boolean succeeded) {
            if (!node.hasEnded()) {
                node.waiting(() -> {
                    outcomes.ended(decisions, succeeded ? OK : UNAUTHORIZED);
                    return true;
                });
            }
        }
    }

    /** Lets time pass until it is decided. */
    Attempt attempt(String address, String username) {
        return new Attempt(address, username);
    }

    /** Whether the addresses of users were not to be had in the last {@code millis}. */
    boolean wasUnanswered(long millis) {
        return time.millis() - unansweredMillis <= millis;
    }
}
