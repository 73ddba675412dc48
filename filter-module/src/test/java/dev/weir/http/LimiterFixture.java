package dev.weir.http;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.KeyResolver;
import dev.weir.ListLogger;
import dev.weir.MutableClock;
import dev.weir.adaptive.Adaptation;
import dev.weir.config.PolicySettings;
import dev.weir.config.Settings;
import dev.weir.config.SettingsReader;
import dev.weir.config.source.PropertySource;
import dev.weir.engine.CallPolicies;
import dev.weir.engine.Engine;
import dev.weir.engine.KeyCodec;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.login.KnownAddresses;
import dev.weir.override.Overrides;
import dev.weir.reply.HeaderFields;
import dev.weir.store.WaitBudget;
import dev.weir.store.memory.LocalRosters;
import dev.weir.store.memory.LocalSlots;
import dev.weir.store.memory.LocalStore;
import dev.weir.store.memory.RecentEntries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A request limiter as an application has it, with counters in memory and a clock that a test moves. */
final class LimiterFixture {

    final MutableClock clock = new MutableClock();
    final BreakableStore store = new BreakableStore(new LocalStore(clock, 1_000));
    final BreakableRosters rosters = new BreakableRosters(new LocalRosters(clock, 1_000));
    final BreakableSlots slots = new BreakableSlots(new LocalSlots(clock, 1_000));
    final OncePerMinuteLog problems = new OncePerMinuteLog(new ListLogger(), clock);
    final RequestLimiter limiter;
    final ResponseOutcomes outcomes;
    final Logins logins;
    final ContainerLogins containerLogins;
    /** What is told of requests. */
    final NotedDecisions told = new NotedDecisions();
    /** From where users have logged in. */
    final RecentEntries knownAddresses = new RecentEntries(10_000);

    /** The tiers that an operator has set. */
    final Map<Key, String> setAtRunTime = new HashMap<>();

    private final Settings settings;
    private final Engine engine;

    /** @param properties names after {@code ratelimit.}, and values, in turn */
    LimiterFixture(Map<String, KeyResolver> resolvers, String... properties) {
        this(new ListedResolvers(resolvers), properties);
    }

    LimiterFixture(ListedResolvers listed, String... properties) {
        settings = SettingsReader.read(source(properties), List.of(), rule -> true);
        TierSelector tiers = new TierSelector(
                settings.tiers(), (policy, key) -> Optional.ofNullable(setAtRunTime.get(key)), listed, problems);
        KeyCodec storedKey =
                new KeyCodec(settings.clientAddress(), Optional.empty(), UnaryOperator.identity(), () -> "/");
        engine = new Engine(
                store,
                slots,
                storedKey,
                (name, key) -> policy(name).map(policy -> tiers.select(policy, key, role -> false)),
                new CallPolicies(true),
                () -> new WaitBudget(0, () -> 0),
                Overrides.none(),
                Adaptation.none(),
                told);
        KeyExtractor keys = new KeyExtractor(listed, problems);
        HeaderFields fields = new HeaderFields(settings.headers(), clock);
        logins = new Logins(
                listed, new KnownAddresses(knownAddresses, () -> "/", clock, problems), storedKey::textOf, problems);
        limiter = new RequestLimiter(
                () -> settings, this::policy, engine, keys, tiers, rosters, logins, fields, problems);
        outcomes = new ResponseOutcomes(() -> settings, this::policy, engine, logins, problems);
        containerLogins = new ContainerLogins(limiter, engine, outcomes, logins, this::policy);
    }

    /** Policies {@code name}, {@code limit} in turn, all of them per client address. */
    static LimiterFixture of(String... namesAndLimits) {
        List<String> properties = new ArrayList<>(List.of("policies", ""));
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < namesAndLimits.length; i += 2) {
            names.append(',').append(namesAndLimits[i]);
            properties.addAll(List.of("policy." + namesAndLimits[i] + ".limit", namesAndLimits[i + 1]));
            properties.addAll(List.of("policy." + namesAndLimits[i] + ".scope", "address"));
        }
        properties.set(1, names.toString());
        return new LimiterFixture(Map.of(), properties.toArray(String[]::new));
    }

    private static PropertySource source(String... properties) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            values.put("ratelimit." + properties[i], properties[i + 1]);
        }
        return new PropertySource() {
            @Override
            public Optional<String> get(String name) {
                return Optional.ofNullable(values.get(name));
            }

            @Override
            public Set<String> names() {
                return values.keySet();
            }
        };
    }

    private Optional<PolicySettings> policy(String name) {
        return Optional.ofNullable(settings.policies().get(name));
    }

    AppliedPolicy use(String policy) {
        return use(policy, 1);
    }

    AppliedPolicy use(String policy, long cost) {
        return new AppliedPolicy(policy(policy).orElseThrow(), cost);
    }

    /** What a new request is told that all of {@code policies} apply to. */
    List<Decision> admit(RequestView request, String... policies) {
        return admit(request, limiter.newRequestDecisions(), policies);
    }

    List<Decision> admit(RequestView request, RequestDecisions requestDecisions, String... policies) {
        List<AppliedPolicy> uses = new ArrayList<>();
        for (String policy : policies) {
            uses.add(use(policy));
        }
        return limiter.admit(request, requestDecisions, uses);
    }

    long remaining(String policy) {
        return remaining(policy, Key.address("203.0.113.9"));
    }

    long remaining(String policy, Key key) {
        return engine.peek(policy, key).remaining();
    }

    /** How many slots of {@code policy} are in use. */
    int held(String policy, Key key) {
        return engine.concurrency()
                .held(engine.charge(policy(policy).orElseThrow().policy(), key, 1));
    }
}
