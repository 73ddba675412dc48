package dev.weir.runtime;

import dev.weir.Key;
import dev.weir.config.Declaration;
import dev.weir.config.PolicySettings;
import dev.weir.config.Property;
import dev.weir.config.Settings;
import dev.weir.config.SoundSettings;
import dev.weir.config.source.PropertySource;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.engine.CallPolicies;
import dev.weir.http.AppliedPolicy;
import dev.weir.http.KeyResolvers;
import dev.weir.http.Preflight;
import dev.weir.http.RequestView;
import dev.weir.http.TierSelector;
import dev.weir.match.PathPattern;
import dev.weir.monitor.event.Observers;
import dev.weir.site.RateLimitedAnnotations;
import dev.weir.spi.WeirModule;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The policies of one application and the sites where they apply. Sites that are found later, for example a filter that
 * the application adds by code, can still declare theirs. Safe for use by many threads.
 */
public final class Policies {

    private final ConfiguredPolicies configured;
    private final boolean injectsLimiter;
    private final Observers observers;
    private final Set<Declaration> declarations;
    private final Map<Site, List<AppliedPolicy>> policiesAt = new ConcurrentHashMap<>();

    private volatile Settings settings;
    private volatile boolean limitsLocators;
    private Stores.@Nullable Opened opened;

    /** @throws dev.weir.config.InvalidConfigurationException if the configuration is wrong */
    Policies(PropertySource source, List<Declaration> declared, Bootstrap surroundings, List<WeirModule> modules) {
        this.configured = new ConfiguredPolicies(source, surroundings.resolvers(), List.copyOf(modules));
        this.injectsLimiter = surroundings.injectsLimiter();
        this.observers = surroundings.observers();
        this.declarations = new LinkedHashSet<>(declared);
        this.settings = configured.begin(declared);
    }

    private record Site(Class<?> type, Method method) {}

    /**
     * The policies whose {@code match} covers {@code request}; for a preflight, only by a pattern for {@code OPTIONS}.
     */
    public List<AppliedPolicy> matching(RequestView request) {
        List<AppliedPolicy> uses = new ArrayList<>();
        boolean preflight = isFreePreflight(request);
        for (PolicySettings policy : settings.policies().values()) {
            for (PathPattern pattern : policy.match()) {
                if (request.isMatchedBy(pattern) && (!preflight || pattern.isFor(Preflight.METHOD))) {
                    uses.add(new AppliedPolicy(policy, 1, Optional.of(pattern)));
                    break;
                }
            }
        }
        return uses;
    }

    /** All policies that have a {@code match}. */
    public List<AppliedPolicy> withMatch() {
        return settings.policies().values().stream()
                .filter(policy -> !policy.match().isEmpty())
                .map(policy -> use(policy, 1))
                .toList();
    }

    /** Whether a policy that requests are subject to counts logins. */
    boolean countLogins() {
        return settings.policies().values().stream()
                .anyMatch(policy -> policy.login().isPresent());
    }

    /** Whether the username of a login can be in the body of a request. */
    public boolean needBodies() {
        for (PolicySettings policy : settings.policies().values()) {
            if (policy.login().isPresent() && policy.login().get().needsBody()) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code request} is a CORS preflight that is exempt. */
    public boolean isFreePreflight(RequestView request) {
        return Preflight.is(request) && settings.exemptions().preflight();
    }

    /** The properties that only the filter installed by the jar applies. */
    public List<String> filterProperties() {
        return settings.filterProperties();
    }

    /** The policies of the annotations that apply to a method. */
    public List<AppliedPolicy> at(Class<?> type, Method method) {
        return policiesAt.computeIfAbsent(new Site(type, method), site -> {
            List<AppliedPolicy> uses = new ArrayList<>();
            for (RateLimitedAnnotations.Annotated each : RateLimitedAnnotations.of(type, method)) {
                uses.addAll(uses(each.declarations(), each.cost()));
            }
            return List.copyOf(uses);
        });
    }

    /** Records that the application has annotated sub-resource locators, which only JAX-RS calls. */
    public void limitLocators() {
        limitsLocators = true;
    }

    /** Whether requests that a sub-resource answers have to be checked for the locators that led to it. */
    public boolean limitsLocators() {
        return limitsLocators;
    }

    /** The policies of a filter in {@code web.xml}. */
    public List<AppliedPolicy> of(List<Declaration> declared) {
        return uses(declared, 1);
    }

    private List<AppliedPolicy> uses(List<Declaration> declared, long cost) {
        declare(declared);
        return declared.stream()
                .map(declaration -> use(find(declaration.policy()).orElseThrow(), cost))
                .toList();
    }

    private static AppliedPolicy use(PolicySettings policy, long cost) {
        return new AppliedPolicy(policy, cost);
    }

    /** The policy of that name. */
    Optional<PolicySettings> find(String name) {
        return Optional.ofNullable(settings.policies().get(name));
    }

    /**
     * The policy as {@link dev.weir.RateLimiter} counts it: on the tier of {@code key}, whose owner need not be the
     * caller, and with mode {@code off} where Weir is turned off.
     */
    Optional<Policy> counted(String name, Key key, TierSelector tiers) {
        boolean enabled = settings.enabled();
        return find(name)
                .map(policy -> tiers.select(policy, key, role -> false))
                .map(policy -> enabled ? policy : policy.withMode(Mode.OFF));
    }

    Settings settings() {
        return settings;
    }

    /** Roles that decide about limits: of those who are never limited, and of those who are on a tier. */
    public Set<String> roles() {
        Settings present = settings;
        Set<String> roles = new HashSet<>(present.exemptions().roles());
        present.tiers().roles().values().forEach(roles::addAll);
        return roles;
    }

    KeyResolvers resolvers() {
        return configured.resolvers();
    }

    /** The other jars of Weir in the application. */
    List<WeirModule> modules() {
        return configured.modules();
    }

    /** Those who observe the events of the application. */
    Observers observers() {
        return observers;
    }

    /**
     * Adds declarations.
     *
     * @throws dev.weir.config.InvalidConfigurationException if they do not fit the configuration
     */
    synchronized void declare(List<Declaration> declared) {
        Set<Declaration> all = new LinkedHashSet<>(declarations);
        if (all.addAll(declared)) {
            settings = configured.read(List.copyOf(all));
            declarations.addAll(declared);
            prepare();
        }
    }

    /**
     * Reads one policy again, because a module has it counted in another way from now on. All else is read as it was at
     * the start, and stays as it is; so does all of it if there was no such policy.
     *
     * @throws dev.weir.config.InvalidConfigurationException if the policy is wrong; then nothing changes
     */
    synchronized void readAgain(String policy) {
        if (settings.policies().containsKey(policy)) {
            configured.readAlone(policy, List.copyOf(declarations)).ifPresent(read -> settings = settings.with(read));
            policiesAt.clear();
            prepare();
        }
    }

    /**
     * Reads the configuration again, and uses what of it can change while the application runs. A policy that has a
     * problem stays as it was.
     *
     * @return what was read
     * @throws dev.weir.config.InvalidConfigurationException if a problem is not that of a policy; then nothing changes
     */
    synchronized SoundSettings refresh() {
        List<Declaration> declared = List.copyOf(declarations);
        SoundSettings whole = configured.readSound(declared);
        SoundSettings used = configured.readChangeable(declared);
        List<String> problems = new ArrayList<>(whole.problems());
        Set<String> leftOut = new HashSet<>(whole.leftOut());
        leftOut.addAll(used.leftOut());
        for (PolicySettings read : used.settings().policies().values()) {
            if (!goesOn(read)) {
                leftOut.add(read.name());
                problems.add(Property.OfPolicy.LIMIT.of(read.name())
                        + ": counters are kept as long as the windows of the start need, and these need another time, was "
                        + read.policy().limits());
            }
        }
        settings = settings.refreshed(used.settings(), leftOut);
        policiesAt.clear();
        prepare();
        return new SoundSettings(settings, leftOut, problems);
    }

    /** Whether the counters of a policy that was read again are those that it had before. */
    private boolean goesOn(PolicySettings read) {
        Stores.Opened counters = opened;
        PolicySettings known = settings.policies().get(read.name());
        return counters == null || known == null || counters.store().goesOn(known.policy(), read.policy());
    }

    /** The values of the properties that are set, by name. */
    Map<String, String> values() {
        return configured.values(settings);
    }

    /** Prepares what counts for the policies, including those that are declared later and those of calls. */
    synchronized void prepareIn(Stores.Opened opened) {
        this.opened = opened;
        if (injectsLimiter) {
            CallPolicies.prepareIn(opened.store());
        }
        prepare();
    }

    private void prepare() {
        Stores.Opened prepared = opened;
        if (prepared != null) {
            prepared.prepare(settings);
        }
    }

    /** The declarations of sites that are known so far. */
    synchronized List<Declaration> declarations() {
        return List.copyOf(declarations);
    }

    /** The properties in the application's files that the source of the settings does not have. */
    Optional<String> undelivered(ClassLoader application) {
        return configured.undelivered(application);
    }
}
