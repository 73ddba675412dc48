package dev.weir.runtime;

import dev.weir.Key;
import dev.weir.LimitControl;
import dev.weir.config.AdminReader;
import dev.weir.config.Administration;
import dev.weir.config.PolicySettings;
import dev.weir.config.Settings;
import dev.weir.config.source.PropertySource;
import dev.weir.engine.Engine;
import dev.weir.engine.KeyCodec;
import dev.weir.engine.PolicyDecision;
import dev.weir.match.ClientAddress;
import dev.weir.monitor.Monitor;
import dev.weir.spi.AdminSection;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What those who operate an application can see and change while it runs. Safe for use by many threads. */
public final class Operations {

    private static final byte[] NO_SECRET = {};

    private final Policies policies;
    private final DescribedPolicies described;
    private final Engine engine;
    private final LimitControl control;
    private final KeyCodec storedKey;
    private final Supplier<byte[]> secret;
    private final InstantSource clock;
    private final Observation observation;
    private final Supplier<List<AdminSection>> sections;

    private Operations(
            Policies policies,
            Supplier<Deployment> deployment,
            Components components,
            KeyCodec storedKey,
            Supplier<byte[]> secret,
            Stores.Opened opened,
            Observation observation,
            Supplier<List<AdminSection>> sections) {
        this.sections = sections;
        this.policies = policies;
        this.described = new DescribedPolicies(policies, deployment);
        this.engine = components.engine();
        this.control = components.control();
        this.storedKey = storedKey;
        this.secret = secret;
        this.clock = opened.clock();
        this.observation = observation;
    }

    static Operations of(
            Policies policies,
            Supplier<Deployment> deployment,
            Components components,
            KeyCodec storedKey,
            Stores.Opened opened,
            Supplier<String> namespace,
            Observation observation,
            Supplier<List<AdminSection>> sections,
            ScheduledExecutorService background) {
        Settings settings = policies.settings();
        Supplier<byte[]> secret = settings.administration().isPresent() && settings.enabled()
                ? SharedSecret.agreedOn(opened.texts(), namespace, background)
                : () -> NO_SECRET;
        return new Operations(policies, deployment, components, storedKey, secret, opened, observation, sections);
    }

    /**
     * Where the application that is being deployed is administered, before its policies are read: servlets can be added
     * earlier. Empty if nowhere, or if the configuration of that is wrong.
     */
    public static Optional<Administration> announced() {
        return AdminReader.readEarly(PropertySource.detect());
    }

    /** Where the application is administered; empty if nowhere. */
    public Optional<Administration> administration() {
        Settings settings = policies.settings();
        return settings.administration().filter(each -> settings.enabled());
    }

    /** The time of the cluster. */
    public InstantSource clock() {
        return clock;
    }

    /** A time that never decreases, in nanoseconds. */
    public LongSupplier nanoTime() {
        return System::nanoTime;
    }

    /** Determines the client's address. */
    public ClientAddress clientAddress() {
        return policies.settings().clientAddress();
    }

    /** The policies, in the order of the configuration. */
    public List<PolicyDescription> policies() {
        return described.all();
    }

    /** The policy of that name. */
    public Optional<PolicySettings> policy(String name) {
        return policies.find(name);
    }

    /** The names of the tiers. */
    public List<String> tiers() {
        return policies.settings().tiers().names();
    }

    /** Changes limits. */
    public LimitControl control() {
        return control;
    }

    /**
     * The state of a key, by one look at the cluster, which waits no longer than a request does. Takes nothing.
     *
     * @throws IllegalArgumentException if there is no such policy
     */
    public PolicyDecision look(String policy, Key key) {
        return engine.peek(policy, key);
    }

    /** What the other jars of Weir in the application show. */
    public List<AdminSection> sections() {
        return sections.get();
    }

    /** What is watched of the application. */
    public Observation observation() {
        return observation;
    }

    /**
     * Who uses what, over all instances.
     *
     * @throws IllegalStateException if the application is not administered
     */
    public Monitor monitor() {
        return observation.monitor().orElseThrow(() -> new IllegalStateException("nothing is administered"));
    }

    /** The text under which the counters of a key are stored, the same for all its spellings. */
    public String storedText(Key key) {
        return storedKey.textOf(key);
    }

    /** A random secret of 32 bytes that all instances share once the cluster has answered. */
    public byte[] secret() {
        return secret.get();
    }
}
