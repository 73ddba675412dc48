package dev.weir.core;

/**
 * When a key is blocked, and for how long: at the {@link #after}th refusal within {@link #withinMillis}, for
 * {@link #millis}, and each further time {@link #factorHundredths} hundredths as long as the time before, up to
 * {@link #maxMillis}. Immutable; its methods are pure functions.
 *
 * @param millis how long the first block lasts; 0 if no block ever begins
 * @param after the number of refusals at which a block begins, 1 or more
 * @param withinMillis the time, from the first of these refusals on, within which they have to come
 * @param factorHundredths how many hundredths of the one before a further block lasts, 100 or more
 * @param memoryMillis how long after its end a block counts as the one before
 * @param maxMillis how long the longest block lasts, {@code millis} or more
 * @param forgives whether the counters are empty when a block has ended
 */
public record BlockRule(
        long millis,
        int after,
        long withinMillis,
        int factorHundredths,
        long memoryMillis,
        long maxMillis,
        boolean forgives) {

    /** The factor of blocks that all last as long as the first. */
    public static final int CONSTANT = 100;

    /** No block ever begins. */
    public static final BlockRule NONE = lasting(0);

    /** More refusals than any rule of the configuration has. */
    private static final int NEVER = Integer.MAX_VALUE;

    /** What has no effect is left out, so that rules are equal that do the same. */
    public BlockRule {
        withinMillis = after == 1 ? 0 : withinMillis;
        memoryMillis = factorHundredths == CONSTANT ? 0 : memoryMillis;
        maxMillis = factorHundredths == CONSTANT ? millis : maxMillis;
    }

    /** Blocks of {@code millis}, each of which begins at the first refusal; none if that is 0. */
    public static BlockRule lasting(long millis) {
        return new BlockRule(millis, 1, 0, CONSTANT, 0, millis, false);
    }

    /** Whether no block ever begins. */
    public boolean isNone() {
        return millis == 0 || after == NEVER;
    }

    /** The same rule, by which no block begins; one that has begun ends as it would. */
    public BlockRule beginningNone() {
        return new BlockRule(0, after, withinMillis, factorHundredths, memoryMillis, maxMillis, forgives);
    }

    /**
     * The same rule, by which refusals neither begin a block nor count towards one. What was counted before is kept,
     * and kept for the same time.
     */
    public BlockRule paused() {
        return new BlockRule(millis, NEVER, withinMillis, factorHundredths, memoryMillis, maxMillis, forgives);
    }

    /** Whether a refusal that begins no block has to be counted. */
    public boolean countsRefusals() {
        return !isNone() && after > 1;
    }

    /** Whether {@code more} refusals begin a block, after those of {@code block}. */
    public boolean isDue(Block block, long more, long nowMillis) {
        return !isNone() && counted(block, more, nowMillis).number() >= after;
    }

    /**
     * The block after {@code number} refusals: another one begins if they are enough. The same block if one is active,
     * because to ask meanwhile neither counts nor prolongs it.
     */
    Block refused(Block block, long number, long nowMillis) {
        if (isNone() || number == 0 || block.isActive(nowMillis)) {
            return block;
        }
        Block.Refusals counted = counted(block, number, nowMillis);
        return counted.number() < after
                ? new Block(block.untilMillis(), block.history(), counted)
                : begun(
                        isRemembered(block.history(), nowMillis)
                                ? block.history().blocks()
                                : 0,
                        nowMillis);
    }

    private Block.Refusals counted(Block block, long more, long nowMillis) {
        Block.Refusals before = block.refusals();
        return isCounting(before, nowMillis)
                ? new Block.Refusals((int) Math.min(after, before.number() + more), before.sinceMillis())
                : new Block.Refusals((int) Math.min(after, more), nowMillis);
    }

    /** The block that begins after {@code before} others. */
    private Block begun(int before, long nowMillis) {
        long length = millis;
        int blocks = 0;
        while (blocks < before && length < maxMillis) {
            length = longer(length);
            blocks++;
        }
        length = Math.min(length, maxMillis);
        long until = Saturating.add(nowMillis, length);
        // once it is the longest, one block more would change nothing: so the number has a limit
        int counted = length < maxMillis ? blocks + 1 : Math.max(1, blocks);
        return new Block(
                until, remembers() ? new Block.History(counted, until) : Block.History.NONE, Block.Refusals.NONE);
    }

    /** Rounded up, so that each block is longer than the one before. */
    private long longer(long length) {
        return Saturating.multiplySubtractDivideUp(length, factorHundredths, 0, CONSTANT);
    }

    private boolean remembers() {
        return factorHundredths > CONSTANT;
    }

    private boolean isRemembered(Block.History history, long nowMillis) {
        return remembers() && nowMillis < Saturating.add(history.endMillis(), memoryMillis);
    }

    private boolean isCounting(Block.Refusals refusals, long nowMillis) {
        return after > 1 && nowMillis < Saturating.add(refusals.sinceMillis(), withinMillis);
    }

    /** {@code block} without what no longer counts. */
    Block remembered(Block block, long nowMillis) {
        boolean keepsHistory = block.history().isNone() || isRemembered(block.history(), nowMillis);
        boolean keepsRefusals = block.refusals().isNone() || isCounting(block.refusals(), nowMillis);
        return keepsHistory && keepsRefusals
                ? block
                : new Block(
                        block.untilMillis(),
                        keepsHistory ? block.history() : Block.History.NONE,
                        keepsRefusals ? block.refusals() : Block.Refusals.NONE);
    }

    /** Whether the counters of {@code state} are from before a block that has ended, and forgiven. */
    boolean hasForgiven(State state, long nowMillis) {
        long until = state.block().untilMillis();
        return forgives && state.mark() < until && until <= nowMillis;
    }

    /** Whether what was charged at {@code chargedMillis} was forgiven when {@code block} ended. */
    boolean forgives(Block block, long chargedMillis, long nowMillis) {
        return forgives && chargedMillis < block.untilMillis() && block.untilMillis() <= nowMillis;
    }

    /** Milliseconds until nothing of {@code block} counts any more; 0 if nothing does. */
    long millisUntilForgotten(Block block, long nowMillis) {
        long forgotten = block.untilMillis();
        if (isRemembered(block.history(), nowMillis)) {
            forgotten = Math.max(forgotten, Saturating.add(block.history().endMillis(), memoryMillis));
        }
        if (isCounting(block.refusals(), nowMillis)) {
            forgotten = Math.max(forgotten, Saturating.add(block.refusals().sinceMillis(), withinMillis));
        }
        return Math.max(0, forgotten - nowMillis);
    }

    /** The largest value of {@link #millisUntilForgotten}, for {@code limits} that have nothing more in use. */
    long recoveryMillis() {
        long memory = remembers() ? Saturating.add(maxMillis, memoryMillis) : millis;
        return millis == 0 ? 0 : Math.max(memory, after > 1 ? withinMillis : 0);
    }
}
