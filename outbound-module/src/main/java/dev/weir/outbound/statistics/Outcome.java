package dev.weir.outbound.statistics;

import java.io.IOException;
import java.util.Locale;

/** How a call ended, or one attempt of it. Immutable. */
public sealed interface Outcome {

    /** How an attempt ended that reached the remote, or may have. */
    sealed interface Sent extends Outcome {}

    /** What tells it from others: that of its counter, or the kind of a failure. */
    default String kind() {
        return counter().label();
    }

    /** The counter of it. */
    Counter counter();

    /** The remote answered. */
    enum Answer implements Sent {
        /** The call did what it should. */
        SUCCESS(Counter.SUCCESS),
        /** The remote refused the call because of a limit of its own. */
        LIMITED(Counter.LIMITED);

        private final Counter counter;

        Answer(Counter counter) {
            this.counter = counter;
        }

        @Override
        public Counter counter() {
            return counter;
        }
    }

    /** Nothing was sent to the remote. */
    enum NotSent implements Outcome {
        /** The longest wait ended, or could not have been long enough. */
        TIMEOUT(Counter.TIMEOUT),
        /** The queue was full. */
        QUEUE_FULL(Counter.QUEUE_FULL),
        /** The caller gave up: it was interrupted, or cancelled the wait or the permit. */
        CANCELLED(Counter.CANCELLED);

        private final Counter counter;

        NotSent(Counter counter) {
            this.counter = counter;
        }

        @Override
        public Counter counter() {
            return counter;
        }
    }

    /**
     * The call was sent, and failed for another reason than a limit.
     *
     * @param kind a short text of few different values: {@code io}, {@code status:502}, {@code task-timeout}, or the
     *     name of an exception; never a message, which could hold what the call was about
     */
    record Failed(String kind) implements Sent {

        private static final Failed IO = new Failed("io");

        /** A failure of the time that a task of a batch may take. */
        public static final Failed TASK_TIMEOUT = new Failed("task-timeout");

        /** A failure by an answer with that status. */
        public static Failed status(int status) {
            return new Failed("status:" + status);
        }

        /** A failure by an exception: {@code io} for any of input and output, else the name of its class. */
        public static Failed exception(Throwable exception) {
            return exception instanceof IOException
                    ? IO
                    : new Failed(exception.getClass().getSimpleName());
        }

        @Override
        public Counter counter() {
            return Counter.FAILED;
        }
    }

    /** Returns a constant as it is written in labels and files: {@code QUEUE_FULL} is {@code queue-full}. */
    static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
