package dev.weir.http;

/** HTTP counts in whole seconds; waits are rounded up. */
final class WholeSeconds {

    private WholeSeconds() {}

    /** The smallest number of seconds that is no less than {@code millis}. */
    static long up(long millis) {
        return roundUp(millis, 1_000) / 1_000;
    }

    /** The smallest multiple of {@code step} that is no less than {@code value}. */
    static long roundUp(long value, long step) {
        return -Math.floorDiv(-value, step) * step;
    }
}
