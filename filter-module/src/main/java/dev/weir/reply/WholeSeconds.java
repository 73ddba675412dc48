package dev.weir.reply;

/** Rounds waits up to whole seconds, the unit of HTTP. */
final class WholeSeconds {

    private WholeSeconds() {}

    /** The smallest number of seconds that is at least {@code millis}. */
    static long up(long millis) {
        return roundUp(millis, 1_000) / 1_000;
    }

    /** The smallest multiple of {@code step} that is at least {@code value}. */
    static long roundUp(long value, long step) {
        return -Math.floorDiv(-value, step) * step;
    }
}
