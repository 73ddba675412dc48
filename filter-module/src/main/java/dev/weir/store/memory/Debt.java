package dev.weir.store.memory;

import dev.weir.core.Block;

/**
 * What the fallback decided and the cluster has not been charged yet. Immutable.
 *
 * @param permits how many it admitted, 0 or more
 * @param block the block that it began
 */
public record Debt(long permits, Block block) {

    /** Nothing is owed. */
    public static final Debt NONE = new Debt(0, Block.NONE);

    /** {@code permits} that were admitted, and the block that began. */
    public static Debt of(long permits, Block block) {
        return permits == 0 && block.isNone() ? NONE : new Debt(permits, block);
    }

    /** Whether nothing is owed. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** This and {@code other}. */
    public Debt plus(Debt other) {
        long sum = permits + other.permits;
        return of(sum < 0 ? Long.MAX_VALUE : sum, block.later(other.block));
    }

    /** What is left of this after {@code refunded} permits were given back before the cluster was charged. */
    public Debt refunded(long refunded) {
        return of(Math.max(0, permits - refunded), block);
    }

    /** What is left of this after {@code paid}. */
    public Debt minus(Debt paid) {
        return of(Math.max(0, permits - paid.permits), block.equals(paid.block) ? Block.NONE : block);
    }
}
