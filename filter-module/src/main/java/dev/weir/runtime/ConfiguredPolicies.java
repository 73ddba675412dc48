package dev.weir.runtime;

import dev.weir.config.Declaration;
import dev.weir.config.InvalidConfigurationException;
import dev.weir.config.PolicySettings;
import dev.weir.config.Property;
import dev.weir.config.Settings;
import dev.weir.config.SettingsReader;
import dev.weir.config.SoundSettings;
import dev.weir.config.source.PropertySource;
import dev.weir.http.KeyResolvers;
import dev.weir.spi.WeirModule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads the settings of one application: at its start, and again while it runs, when a part of the properties has the
 * values of the start. Safe for use by many threads after {@link #begin}.
 */
final class ConfiguredPolicies {

    private static final System.Logger LOG = System.getLogger(Policies.class.getName());
    /** The problems that were logged last. */
    private static final AtomicReference<List<String>> LOGGED = new AtomicReference<>(List.of());

    private final PropertySource source;
    private final KeyResolvers resolvers;
    private final List<WeirModule> modules;
    private volatile Map<String, String> valuesAtStart = Map.of();

    ConfiguredPolicies(PropertySource source, KeyResolvers resolvers, List<WeirModule> modules) {
        this.source = source;
        this.resolvers = resolvers;
        this.modules = modules;
    }

    KeyResolvers resolvers() {
        return resolvers;
    }

    /** The other jars of Weir in the application. */
    List<WeirModule> modules() {
        return modules;
    }

    /**
     * Reads the settings for the first time.
     *
     * @throws InvalidConfigurationException if the configuration is wrong
     */
    Settings begin(List<Declaration> declared) {
        Settings settings = read(declared);
        valuesAtStart = values(settings);
        return settings;
    }

    /**
     * Reads the settings with the present values of all properties.
     *
     * @throws InvalidConfigurationException if the configuration is wrong
     */
    Settings read(List<Declaration> declared) {
        return read(source, declared);
    }

    /**
     * Reads one policy with the present values of its properties, and with those of the start for all else.
     *
     * @throws InvalidConfigurationException if the policy is wrong
     */
    Optional<PolicySettings> readAlone(String policy, List<Declaration> declared) {
        String prefix = Property.OfPolicy.PREFIX + policy + '.';
        PropertySource alone = new RefreshedSource(source, valuesAtStart, name -> name.startsWith(prefix));
        return Optional.ofNullable(read(alone, declared).policies().get(policy));
    }

    /** Reads the settings with the present values of all properties; leaves out policies that have a problem. */
    SoundSettings readSound(List<Declaration> declared) {
        return SettingsReader.readSound(source, declared, resolvers, modules);
    }

    /** The same with the values of the start for the properties that cannot change while the application runs. */
    SoundSettings readChangeable(List<Declaration> declared) {
        PropertySource changeable = new RefreshedSource(source, valuesAtStart, ConfigRefresh::canChange);
        return SettingsReader.readSound(changeable, declared, resolvers, modules);
    }

    /** The values of the properties that are set, by name. */
    Map<String, String> values(Settings settings) {
        return PresentValues.of(source, settings, modules);
    }

    /** The properties in the application's files that the source of the settings does not have. */
    Optional<String> undelivered(ClassLoader application) {
        return PackagedProperties.undelivered(application, source);
    }

    private Settings read(PropertySource from, List<Declaration> declared) {
        try {
            return SettingsReader.read(from, declared, resolvers, modules);
        } catch (InvalidConfigurationException e) {
            // once, although several callers may request a runtime that cannot start: servers print the exception with
            // each of its layers
            if (!e.problems().equals(LOGGED.getAndSet(e.problems()))) {
                LOG.log(System.Logger.Level.ERROR, e.list());
            }
            throw e;
        }
    }
}
