package dev.weir.store.memory;

import dev.weir.core.Lending;
import dev.weir.core.Policy;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Sizes leases: by what this instance will probably use, at most by half of its even share of what is left, and by a
 * small part of the limit. Leases shrink to nothing as a limit nears, where every acquire is decided by itself.
 * Immutable.
 *
 * @param enabled false if nothing is ever lent
 * @param members how many instances share the counters
 */
public record LeaseSizing(boolean enabled, IntSupplier members) {

    /** A lease of one permit saves nothing. */
    static final long SMALLEST = 2;

    /** Nothing is ever lent. */
    public static final LeaseSizing NONE = new LeaseSizing(false, () -> 1);

    /**
     * How many permits to lend, 0 for none.
     *
     * @param update what is decided now
     * @param last how the last lease of this instance was used; without it the counter says how all instances use the
     *     key
     * @param kept permits of that lease that this instance keeps
     */
    public long size(Policy policy, BatchUpdate update, Optional<Lease.Use> last, long kept) {
        if (!enabled) {
            return 0;
        }
        long now = update.nowMillis();
        long millis = Lending.leaseMillis(policy);
        int sharers = Math.max(1, members.getAsInt());
        long expected = last.map(use -> use.expected(update.taken(), millis, now))
                .orElseGet(() -> Lending.expected(policy, update.base(), millis, now) / sharers);
        if (expected < SMALLEST) {
            return 0;
        }
        long share = Lending.lendable(policy, update.state(), now) / (2L * sharers);
        long size = Math.min(Math.min(expected, share), Lending.largestLease(policy) - kept);
        return size < SMALLEST ? 0 : size;
    }
}
