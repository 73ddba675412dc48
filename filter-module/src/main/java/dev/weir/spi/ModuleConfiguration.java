package dev.weir.spi;

import dev.weir.Limit;
import dev.weir.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a {@link WeirModule} reads, and what it has to say of it. For use by one thread. */
public interface ModuleConfiguration {

    /** The values of its properties that are set, by their names without {@code ratelimit.<module>.}. */
    Map<String, String> values();

    /** The names of all policies. */
    Set<String> policies();

    /**
     * The limits of a policy, as they are at the time of this call: narrowed by {@link #pace} after that.
     *
     * @throws IllegalArgumentException if there is no such policy
     */
    List<Limit> limits(String policy);

    /**
     * What makes the key of a policy; empty if that is a header or a bean.
     *
     * @throws IllegalArgumentException if there is no such policy
     */
    Optional<Scope> scope(String policy);

    /**
     * Reports that a property cannot be used, which stops the deployment.
     *
     * @param property its name without {@code ratelimit.<module>.}
     * @param rule what holds for it, {@code must be > 0}
     */
    void problem(String property, String rule, String value);

    /**
     * Has a policy counted exactly, and more narrowly than it is configured: in no interval as long as the window and
     * {@code margin} more than {@code share} of the permits are taken.
     *
     * @param shareHundredths the part of the permits, in hundredths, 1 to 100; at least one permit is left
     * @param margin 0 or more; parts of a millisecond are rounded up
     * @throws IllegalArgumentException if there is no such policy, or a number is out of its range
     */
    void pace(String policy, int shareHundredths, Duration margin);

    /**
     * Adds a policy of one permit in {@code interval}, for the same keys: where a permit of both is taken, those of
     * {@code policy} come one by one.
     *
     * @param interval more than 0; parts of a millisecond are rounded up
     * @return its name, {@code <policy>-spacing}
     * @throws IllegalArgumentException if there is no such policy, or one of the new name already
     */
    String space(String policy, Duration interval);

    /**
     * Lets no more than {@code slots} of a policy be taken at once, over all instances, if it has no
     * {@code concurrency} of its own that is lower.
     *
     * @throws IllegalArgumentException if there is no such policy, or {@code slots} is below 1
     */
    void concurrency(String policy, int slots);

    /**
     * Says where the module applies a policy, for the summary at the start and for operators; otherwise they are told
     * that it applies nowhere.
     *
     * @param place for people to read: {@code @Throttled on Quotes.price}
     * @throws IllegalArgumentException if there is no such policy
     */
    void applies(String policy, String place);
}
