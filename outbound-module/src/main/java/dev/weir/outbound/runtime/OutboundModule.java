package dev.weir.outbound.runtime;

import dev.weir.outbound.settings.OutboundSettings;
import dev.weir.outbound.settings.OutboundSettingsReader;
import dev.weir.outbound.settings.PaceSettings;
import dev.weir.outbound.settings.Portion;
import dev.weir.outbound.settings.Spacing;
import dev.weir.outbound.settings.StatisticsProperty;
import dev.weir.outbound.settings.ThrottleProperty;
import dev.weir.outbound.settings.ThrottleSettings;
import dev.weir.spi.ModuleConfiguration;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.NamedProperties;
import dev.weir.spi.WeirModule;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls that go out, as a module of Weir: reads {@code ratelimit.throttle.*}, and has the policies of these calls
 * counted exactly. Found by {@link java.util.ServiceLoader}. Safe for use by many threads.
 */
public final class OutboundModule implements WeirModule {

    private static final String NAME = "throttle";
    private static final String STATISTICS = "statistics.";
    /** Hundredths of a percent in a hundredth. */
    private static final int PERCENT = 100;

    /** Policies of calls that no property names; they are learnt from annotations and from calls. */
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    private volatile Announcement announcement = Announcement.NONE;
    private volatile OutboundSettings settings =
            OutboundSettingsReader.read(Map.of(), Set.of(), (property, rule, value) -> {});
    private volatile Map<String, String> spacing = Map.of();
    private volatile @Nullable Throttles throttles;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void deployed(ClassLoader application) {
        announcement = Announcement.of(application);
        used.addAll(announcement.policies().keySet());
    }

    @Override
    public Set<String> properties(Set<String> policies, NamedProperties named) {
        Set<String> names = new HashSet<>();
        StatisticsProperty.keys().forEach(key -> names.add(STATISTICS + key));
        for (String policy : policies) {
            ThrottleProperty.keys().forEach(key -> names.add(policy + '.' + key));
        }
        return names;
    }

    @Override
    public void configure(ModuleConfiguration configuration) {
        Set<String> throttled = new HashSet<>(used);
        configuration.values().keySet().stream()
                .filter(name -> !name.startsWith(STATISTICS))
                .forEach(name -> throttled.add(name.substring(0, name.indexOf('.'))));
        throttled.stream()
                .filter(policy -> announcement.policies().containsKey(policy))
                .filter(policy -> !configuration.policies().contains(policy))
                .forEach(policy -> configuration.problem(policy, unlisted(policy), policy));
        throttled.retainAll(configuration.policies());
        OutboundSettings read = OutboundSettingsReader.read(
                configuration.values(),
                throttled,
                (property, rule, value) ->
                        configuration.problem(property.substring(ThrottleProperty.PREFIX.length()), rule, value));
        Map<String, String> spaced = new HashMap<>();
        for (ThrottleSettings each : read.throttles().values()) {
            places(each.policy()).forEach(place -> configuration.applies(each.policy(), place));
            pace(each, configuration).ifPresent(name -> spaced.put(each.policy(), name));
        }
        settings = read;
        spacing = Map.copyOf(spaced);
    }

    private Stream<String> places(String policy) {
        Set<String> annotated = announcement.policies().getOrDefault(policy, Set.of());
        return annotated.isEmpty()
                ? Stream.of("calls of Throttle")
                : annotated.stream().sorted().map(place -> "@Throttled on " + place);
    }

    private String unlisted(String policy) {
        return announcement.policies().getOrDefault(policy, Set.of()).stream()
                .sorted()
                .collect(Collectors.joining(
                        ", ", "is named by @Throttled on ", ", but ratelimit.policies does not list it"));
    }

    /** Has a policy counted as its calls need; returns the name of the policy that spaces them, if there is one. */
    private static Optional<String> pace(ThrottleSettings throttle, ModuleConfiguration configuration) {
        String policy = throttle.policy();
        PaceSettings pace = throttle.pace();
        Portion safety = pace.safety();
        configuration.pace(policy, Math.max(1, safety.hundredths() / PERCENT), pace.guard());
        throttle.line().concurrency().ifPresent(most -> configuration.concurrency(policy, most));
        Optional<Duration> gap = gap(throttle, configuration);
        if (gap.isPresent() && configuration.policies().contains(policy + "-spacing")) {
            configuration.problem(
                    policy + '.' + ThrottleProperty.SPACING.key(),
                    "needs the name \"" + policy + "-spacing\", which is that of another policy",
                    gap.get().toString());
            return Optional.empty();
        }
        return gap.map(each -> configuration.space(policy, each));
    }

    private static Optional<Duration> gap(ThrottleSettings throttle, ModuleConfiguration configuration) {
        Spacing spacing = throttle.pace().spacing();
        if (spacing instanceof Spacing.Fixed fixed) {
            return Optional.of(fixed.gap());
        }
        return spacing instanceof Spacing.Even ? even(throttle, configuration) : Optional.empty();
    }

    private static Optional<Duration> even(ThrottleSettings throttle, ModuleConfiguration configuration) {
        Optional<Duration> gap = configuration.limits(throttle.policy()).stream()
                .filter(limit -> limit.calendar().isEmpty() && limit.permits() > 0)
                .map(limit -> limit.window().dividedBy(limit.permits()))
                .max(Duration::compareTo);
        if (gap.isEmpty()) {
            configuration.problem(
                    throttle.policy() + '.' + ThrottleProperty.SPACING.key(),
                    "needs a limit with a window that is not one of the calendar",
                    "even");
        }
        return gap;
    }

    @Override
    public AutoCloseable start(ModuleHost host) {
        Throttles started = new Throttles(this, host, announcement.events());
        throttles = started;
        started.start();
        return started;
    }

    /** What the properties say at present. */
    OutboundSettings settings() {
        return settings;
    }

    /** The name of the policy that spaces the calls of {@code policy}. */
    Optional<String> spacing(String policy) {
        return Optional.ofNullable(spacing.get(policy));
    }

    /** Has {@code policy} counted as calls need it, from the next time on that the configuration is read. */
    void use(String policy) {
        used.add(policy);
    }

    /** Makes no more of {@code policy}, because there is none. */
    void forget(String policy) {
        used.remove(policy);
    }

    /**
     * Makes the calls of the application.
     *
     * @throws IllegalStateException if it has not started
     */
    public Throttles throttles() {
        Throttles started = throttles;
        if (started == null) {
            throw new IllegalStateException("the application has not started");
        }
        return started;
    }
}
