package dev.weir.spi;

import java.util.Set;

/**
 * Another jar of Weir in an application, found by {@link java.util.ServiceLoader}. Each application has an object of
 * its own, which is configured, perhaps several times, and then started once.
 */
public interface WeirModule {

    /** The first part of the names of its properties: {@code throttle} has all of {@code ratelimit.throttle.*}. */
    String name();

    /** Called once, before all else but {@link #name}: the class loader of the application that it is a part of. */
    default void deployed(ClassLoader application) {
        // most have no need to know
    }

    /**
     * The names of the policies that its own archive configures, such as one with a file of defaults in it. An
     * application that does not list them in {@code ratelimit.policies} cannot take their properties out either, so
     * these are no mistake.
     */
    default Set<String> broughtPolicies() {
        return Set.of();
    }

    /**
     * The names of all properties that it reads, without {@code ratelimit.<name>.}; any other below that prefix stops
     * the deployment.
     *
     * @param policies the names of all policies
     * @param named what sources of configuration have below that prefix
     */
    Set<String> properties(Set<String> policies, NamedProperties named);

    /**
     * Reads the properties, and reports every problem that they have. Starts nothing. Called each time that the
     * configuration is read, before and after the start; the settings that it starts with are those of the last call
     * before.
     */
    void configure(ModuleConfiguration configuration);

    /**
     * Starts, with the configuration that was read last, if that has no problem.
     *
     * @return closed at the end of the application, while the counters still count
     */
    AutoCloseable start(ModuleHost host);
}
