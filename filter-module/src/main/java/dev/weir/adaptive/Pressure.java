package dev.weir.adaptive;

import dev.weir.config.rule.AdaptiveRule;
import java.util.concurrent.atomic.LongAdder;

/**
 * The pressure on this instance, as one policy sees it: what percentage of its limits is left. Time is divided into
 * windows of ten seconds, and the first call in a window judges the one before; there is no timer, and no lock for
 * other calls. Safe for use by many threads.
 *
 * <p>The 95th percentile is not estimated: it is above a latency if more than a twentieth of the responses are.
 */
final class Pressure {

    /** All of the limits. */
    static final int FULL = 100;

    private static final long WINDOW_MILLIS = 10_000;
    /** Of fewer responses the 95th percentile is the slowest: one slow request would be an overload. */
    private static final long LEAST_RESPONSES = 20;
    /** One response of this number is above the 95th percentile. */
    private static final long SLOWEST = 20;

    private static final int ALL_HUNDREDTHS = 10_000;
    private static final int FIRST_ERROR = 500;
    private static final int STEP_DOWN = 10;
    private static final int STEP_UP = 5;

    private volatile Window present = new Window(Long.MIN_VALUE, FULL);

    /** Ten seconds, and what is left of the limits in them. Threads that come late count in a window that is over. */
    private static final class Window {

        private final long number;
        private final int percent;
        private final LongAdder begun = new LongAdder();
        private final LongAdder ended = new LongAdder();
        private final LongAdder slow = new LongAdder();
        private final LongAdder errors = new LongAdder();

        Window(long number, int percent) {
            this.number = number;
            this.percent = percent;
        }

        /** What is left of the limits after this window. */
        int percentAfter(AdaptiveRule rule) {
            if (isBad(rule)) {
                return Math.max(rule.floorPercent(), percent - STEP_DOWN);
            }
            return isGood() ? Math.min(FULL, percent + STEP_UP) : percent;
        }

        private boolean isBad(AdaptiveRule rule) {
            long responses = ended.sum();
            return responses >= LEAST_RESPONSES
                    && (slow.sum() > responses / SLOWEST
                            || errors.sum() * ALL_HUNDREDTHS > responses * rule.errorHundredths());
        }

        /**
         * Whether this window, which is not bad, is a good one. Few responses are no proof: they are good if there were
         * few requests, too, and none of them is slow or an error.
         */
        private boolean isGood() {
            return ended.sum() >= LEAST_RESPONSES
                    || (begun.sum() < LEAST_RESPONSES && slow.sum() == 0 && errors.sum() == 0);
        }
    }

    /** A request is passed to the application. */
    void began(AdaptiveRule rule, long nowMillis) {
        at(rule, nowMillis).begun.increment();
    }

    /** A request that was passed to the application has ended in a way that tells nothing of it. */
    void unobserved(AdaptiveRule rule, long nowMillis) {
        at(rule, nowMillis).begun.decrement();
    }

    /** The application has answered with {@code status}, {@code tookMillis} after it got the request. */
    void ended(AdaptiveRule rule, long tookMillis, int status, long nowMillis) {
        Window window = at(rule, nowMillis);
        // the whole before its parts: a judge in between sees no more slow ones than there are
        window.ended.increment();
        if (tookMillis > rule.latencyMillis()) {
            window.slow.increment();
        }
        if (status >= FIRST_ERROR) {
            window.errors.increment();
        }
    }

    /** What is left of the limits now, in percent: from the rule's floor to 100. */
    int percent(AdaptiveRule rule, long nowMillis) {
        return at(rule, nowMillis).percent;
    }

    private Window at(AdaptiveRule rule, long nowMillis) {
        long number = Math.floorDiv(nowMillis, WINDOW_MILLIS);
        Window window = present;
        return number > window.number ? begin(rule, number) : window;
    }

    /** Once in ten seconds, so that a lock costs nothing. */
    private synchronized Window begin(AdaptiveRule rule, long number) {
        Window last = present;
        Window begun = number > last.number ? new Window(number, percentAt(rule, number, last)) : last;
        present = begun;
        return begun;
    }

    /** The windows between the last and this one had no request: they were good. */
    private static int percentAt(AdaptiveRule rule, long number, Window last) {
        if (last.number == Long.MIN_VALUE) {
            return FULL;
        }
        long empty = Math.min(FULL, number - last.number - 1);
        return (int) Math.min(FULL, last.percentAfter(rule) + empty * STEP_UP);
    }
}
