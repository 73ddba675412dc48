package dev.weir.spi;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.RateLimiter;
import dev.weir.Scope;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What an application offers to a {@link WeirModule} while it runs. Safe for use by many threads. */
public interface ModuleHost {

    /** Identifies this instance, for those who read reports and files: 8 characters of {@code [0-9a-f]}. */
    String instance();

    /** Decides and counts as for the application. */
    RateLimiter limiter();

    /**
     * The limits by which a key of a policy is counted at present: as an operator may have changed them, and
     * narrowed where a module asked for that. None if the policy is off, or all are.
     *
     * @throws IllegalArgumentException if there is no such policy
     */
    List<Limit> limits(String policy, Key key);

    /** What makes the key of a policy; empty if that is a header or a bean, or if there is no such policy. */
    Optional<Scope> scope(String policy);

    /**
     * The key of the address of a client, as {@code ratelimit.client.*} says which is to be believed.
     *
     * @param peer the address of the other end of the connection
     * @param lines all lines of a header of the request, in their order, by its name
     */
    Key client(String peer, Function<String, List<String>> lines);

    /**
     * What holds for a key of a policy besides: as an operator may have changed it, from memory.
     *
     * @throws IllegalArgumentException if there is no such policy
     */
    Enforcement enforcement(String policy, Key key);

    /** Whether the scope of a policy is the tenant; false if there is no such policy. */
    boolean isByTenant(String policy);

    /**
     * The tenant of the request that this thread serves, for a policy of that scope. Empty if CDI knows of no request
     * of this thread, or if the request has no tenant.
     */
    Optional<Key> tenant(String policy);

    /** Takes permits that can be held. */
    PermitCounter permits();

    /** The time of the cluster, by which permits are counted. */
    InstantSource clock();

    /** A time that never decreases, in nanoseconds. */
    LongSupplier nanoTime();

    /** How many members count together at present, 1 or more. */
    int members();

    /** A text that all instances share, of this module alone. */
    SharedText text(String name);

    /**
     * Has {@code policy} read again, and each module {@linkplain WeirModule#configure configured}, because this one has
     * learnt that it uses this policy. All other policies stay as they are. May take seconds.
     *
     * @throws IllegalArgumentException if the configuration of the policy is wrong; then nothing changes
     */
    void reconfigure(String policy);

    /** Runs what must not block. Ended with the application. */
    ScheduledExecutorService background();

    /** Shows {@code metric} from now on. */
    void show(ModuleMetric metric);

    /** Adds a section to the administration. */
    void show(AdminSection section);
}
