package dev.weir.store.memory;

import dev.weir.core.Policy;
import dev.weir.core.State;
import java.util.function.IntSupplier;

/**
 * Sizes leases: by what this instance will probably use, and at most by half of its even share of what is left.
 * Leases shrink to nothing as a limit nears, where every acquire is decided by itself. Immutable.
 *
 * @param enabled false if nothing is ever lent
 * @param members how many instances share the counters
 */
public record LeaseSizing(boolean enabled, IntSupplier members) {

    /** A lease of one permit saves nothing. */
    static final long SMALLEST = 2;

    /** Nothing is ever lent. */
    public static final LeaseSizing NONE = new LeaseSizing(false, () -> 1);

    /** How many permits to lend, 0 for none. */
    public long size(Policy policy, State state, UsagePrediction usage, long nowMillis) {
        // sized for half of the lease: unused permits are withheld from other instances
        long expected = enabled ? usage.expected(policy.leaseMillis() / 2, nowMillis) : 0;
        if (expected < SMALLEST) {
            return 0;
        }
        long most = policy.lendable(state, nowMillis) / (2L * Math.max(1, members.getAsInt()));
        long size = Math.min(expected, most);
        return size < SMALLEST ? 0 : size;
    }
}
