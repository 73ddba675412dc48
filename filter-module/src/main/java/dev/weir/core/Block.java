package dev.weir.core;

/**
 * The time until which a key is refused regardless of its limits. Immutable.
 *
 * @param untilMillis the first millisecond since the epoch at which the key is no longer refused
 */
public record Block(long untilMillis) {

    /** The block of a key that was never blocked. */
    public static final Block NONE = new Block(0);

    /** The block that ends at {@code untilMillis}. */
    public static Block until(long untilMillis) {
        return untilMillis == NONE.untilMillis ? NONE : new Block(untilMillis);
    }

    /** Whether the key was never blocked. */
    public boolean isNone() {
        return untilMillis == NONE.untilMillis;
    }

    /** Whether the key is refused at {@code nowMillis}. */
    public boolean isActive(long nowMillis) {
        return untilMillis > nowMillis;
    }

    /** Milliseconds until the block ends; 0 if it has ended. */
    public long leftMillis(long nowMillis) {
        return isActive(nowMillis) ? untilMillis - nowMillis : 0;
    }

    /** The later of the two blocks. */
    public Block later(Block other) {
        return other.untilMillis > untilMillis ? other : this;
    }
}
