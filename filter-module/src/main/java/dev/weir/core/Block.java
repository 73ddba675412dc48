package dev.weir.core;

/**
 * The time until which a key is refused regardless of its limits, and what decides about the next such time: the blocks
 * before, and the refusals that were counted since. Immutable.
 *
 * @param untilMillis the first millisecond since the epoch at which the key is no longer refused; 0 if it was never
 *     blocked
 * @param history the blocks that make the next one longer
 * @param refusals the refusals that count towards the next block
 */
public record Block(long untilMillis, History history, Refusals refusals) {

    /** The block of a key that was never blocked. */
    public static final Block NONE = new Block(0, History.NONE, Refusals.NONE);

    /**
     * The blocks before the next one, as far as they count.
     *
     * @param blocks how many, at most as many as make the next one longer; 0 for none
     * @param endMillis when the last of them ends or has ended
     */
    public record History(int blocks, long endMillis) {

        /** No block counts. */
        public static final History NONE = new History(0, 0);

        /** Whether no block counts. */
        public boolean isNone() {
            return blocks == 0;
        }

        /** The larger history of two that went apart. */
        History merged(History other) {
            return new History(Math.max(blocks, other.blocks), Math.max(endMillis, other.endMillis));
        }
    }

    /**
     * Refusals that have not begun a block yet.
     *
     * @param number how many; 0 for none
     * @param sinceMillis when the first of them was counted
     */
    public record Refusals(int number, long sinceMillis) {

        /** No refusal counts. */
        public static final Refusals NONE = new Refusals(0, 0);

        /** Whether no refusal counts. */
        public boolean isNone() {
            return number == 0;
        }

        /** Of two counts that went apart the one that began later; of the same count the larger. */
        Refusals merged(Refusals other) {
            boolean otherIsNewer =
                    other.sinceMillis > sinceMillis || (other.sinceMillis == sinceMillis && other.number > number);
            return otherIsNewer ? other : this;
        }
    }

    /** A block that ends at {@code untilMillis}, before which there was none. */
    public static Block until(long untilMillis) {
        return untilMillis == NONE.untilMillis ? NONE : new Block(untilMillis, History.NONE, Refusals.NONE);
    }

    /** Whether the key was never blocked, as far as that counts, and no refusal counts. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** Whether the key is refused at {@code nowMillis}. */
    public boolean isActive(long nowMillis) {
        return untilMillis > nowMillis;
    }

    /** Milliseconds until the block ends; 0 if it has ended. */
    public long leftMillis(long nowMillis) {
        return isActive(nowMillis) ? untilMillis - nowMillis : 0;
    }

    /** The block of a key of which two states went apart: the later of the two, with the larger history. */
    public Block later(Block other) {
        return other.isNone()
                ? this
                : new Block(
                        Math.max(untilMillis, other.untilMillis),
                        history.merged(other.history),
                        refusals.merged(other.refusals));
    }

    /** This block, ended at {@code nowMillis}: it counts for the next one as if it had lasted until then. */
    Block ended(long nowMillis) {
        History ended =
                history.isNone() ? history : new History(history.blocks, Math.min(history.endMillis, nowMillis));
        return new Block(NONE.untilMillis, ended, Refusals.NONE);
    }
}
