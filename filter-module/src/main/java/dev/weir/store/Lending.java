package dev.weir.store;

import dev.weir.core.Policy;
import dev.weir.core.State;
import java.util.function.IntSupplier;

/**
 * Says how large a lease is: what this instance will probably use of it, and never more than its half of an even share of what
 * is left. So leases shrink to nothing as a limit nears, where every acquire is decided by itself. Immutable.
 *
 * @param enabled false if nothing is ever lent
 * @param members how many instances share the counters
 */
record Lending(boolean enabled, IntSupplier members) {

    /** A lease of one permit saves nothing. */
    static final long SMALLEST = 2;

    static final Lending NONE = new Lending(false, () -> 1);

    /** How many permits to lend, 0 for none. */
    long size(Policy policy, State state, Demand demand, long nowMillis) {
        // for half of the time: what is not used in time would have been somebody else's
        long expected = enabled ? demand.expected(policy.leaseMillis() / 2, nowMillis) : 0;
        if (expected < SMALLEST) {
            return 0;
        }
        long most = policy.lendable(state, nowMillis) / (2L * Math.max(1, members.getAsInt()));
        long size = Math.min(expected, most);
        return size < SMALLEST ? 0 : size;
    }
}
