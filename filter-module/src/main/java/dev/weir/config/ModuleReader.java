package dev.weir.config;

import dev.weir.Limit;
import dev.weir.Scope;
import dev.weir.config.source.PropertySource;
import dev.weir.core.Algorithm;
import dev.weir.core.Pace;
import dev.weir.core.Policy;
import dev.weir.spi.ModuleConfiguration;
import dev.weir.spi.NamedProperties;
import dev.weir.spi.WeirModule;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Lets other jars of Weir read their properties, and takes over what they say of policies. For one use by one thread.
 *
 * @param modules of the application
 */
record ModuleReader(List<WeirModule> modules, CheckedSource source, Problems problems) {

    private static final int WHOLE = 100;
    private static final String SPACING = "-spacing";

    /**
     * The names of the properties of all {@code modules}.
     *
     * @param source what is set
     */
    static Set<String> names(List<WeirModule> modules, Set<String> policies, PropertySource source) {
        Set<String> names = new LinkedHashSet<>();
        for (WeirModule module : modules) {
            String prefix = prefix(module);
            module.properties(policies, new Below(prefix, source)).forEach(name -> names.add(prefix + name));
        }
        return names;
    }

    private record Below(String prefix, PropertySource source) implements NamedProperties {

        @Override
        public Set<String> names() {
            return source.names().stream()
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public Optional<String> value(String name) {
            return source.get(prefix + name);
        }
    }

    private static String prefix(WeirModule module) {
        return Property.PREFIX + module.name() + '.';
    }

    /** Configures the modules; replaces those of {@code policies} about which they say something. */
    void configure(Map<String, PolicySettings> policies) {
        for (WeirModule module : modules) {
            Map<String, String> values = new LinkedHashMap<>();
            String prefix = prefix(module);
            module.properties(policies.keySet(), new Below(prefix, source))
                    .forEach(name -> source.get(prefix + name).ifPresent(value -> values.put(name, value)));
            module.configure(new Configuration(prefix, values, policies, problems));
        }
    }

    private record Configuration(
            String prefix, Map<String, String> values, Map<String, PolicySettings> settings, Problems problems)
            implements ModuleConfiguration {

        Configuration {
            values = Map.copyOf(values);
        }

        @Override
        public Set<String> policies() {
            return Set.copyOf(settings.keySet());
        }

        @Override
        public List<Limit> limits(String policy) {
            return known(policy).policy().limits();
        }

        @Override
        public Optional<Scope> scope(String policy) {
            return known(policy).key().asScope();
        }

        @Override
        public void problem(String property, String rule, String value) {
            problems.add(prefix + property, rule, value);
        }

        @Override
        public void pace(String policy, int shareHundredths, Duration margin) {
            if (shareHundredths < 1 || shareHundredths > WHOLE || margin.isNegative()) {
                throw new IllegalArgumentException("share must be 1 to 100 and margin >= 0, was \"" + shareHundredths
                        + "\" and \"" + margin + '"');
            }
            change(policy, each -> each.paced(new Pace(shareHundredths, roundedUp(margin))));
        }

        private static long roundedUp(Duration duration) {
            return duration.plusNanos(999_999).toMillis();
        }

        @Override
        public String space(String policy, Duration interval) {
            PolicySettings spaced = known(policy);
            String name = policy + SPACING;
            if (settings.containsKey(name)) {
                throw new IllegalArgumentException("there is a policy \"" + name + "\" already");
            }
            Limit one = new Limit(1, Duration.ofMillis(roundedUp(interval)));
            settings.put(
                    name,
                    spaced.withoutTiers(Policy.of(name, Algorithm.SLIDING_LOG, List.of(one))
                            .withMode(spaced.policy().mode())
                            .withFallback(spaced.policy().fallback())));
            return name;
        }

        @Override
        public void concurrency(String policy, int slots) {
            if (slots < 1) {
                throw new IllegalArgumentException("slots must be >= 1, was \"" + slots + '"');
            }
            change(
                    policy,
                    each -> each.withConcurrency(
                            Math.min(slots, each.concurrency().orElse(slots))));
        }

        @Override
        public void applies(String policy, String place) {
            settings.put(policy, known(policy).appliedAt(place));
        }

        private void change(String policy, UnaryOperator<Policy> change) {
            settings.put(policy, known(policy).changed(change));
        }

        private PolicySettings known(String policy) {
            PolicySettings known = settings.get(policy);
            if (known == null) {
                throw new IllegalArgumentException("there is no policy \"" + policy + '"');
            }
            return known;
        }
    }
}
